// Compiles the kernel of matrix products to WebAssembly, once with results that are the same on every host and once
// with relaxed SIMD, and writes each as a TypeScript module, so that sources and bundle run it without reading a file.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// As a program, for the types of the compiler's module declare globals of their own.
const compiler = fileURLToPath(new URL("../node_modules/assemblyscript/bin/asc.js", import.meta.url));
const core = new URL("../packages/core/", import.meta.url);

const variants = [
  { features: "simd", module: new URL("src/tensor/kernels/product/exact.wasm.ts", core) },
  { features: "simd,relaxed-simd", module: new URL("src/tensor/kernels/product/relaxed.wasm.ts", core) },
];

function compile(features: string): string {
  const folder = mkdtempSync(join(tmpdir(), "nudge-kernels-"));
  try {
    const binary = join(folder, "product.wasm");
    const options = ["-O3", "--noAssert", "--runtime", "stub", "--importMemory", "--enable", features];
    execFileSync(process.execPath, [compiler, "assembly/product.ts", "--outFile", binary, ...options], {
      cwd: core,
    });
    return readFileSync(binary, "base64");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What each generated module has to contain. */
export function compileKernels(): { module: URL; text: string }[] {
  return variants.map(({ features, module }) => ({
    module,
    text: `// Generated from assembly/product.ts by scripts/compile-kernels.ts.\nexport const binary =\n  "${compile(features)}";\n`,
  }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { module, text } of compileKernels()) writeFileSync(module, text);
}
