// Compiles the kernel of matrix products to WebAssembly, once with results that are the same on every host and once
// with relaxed SIMD, and writes each as a TypeScript module, so that sources and bundle run it without reading a file:
//
//   npm run kernels
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What is used of AssemblyScript's compiler; its own types declare globals. */
interface Compiler {
  main(
    args: readonly string[],
    host: { writeFile(name: string, contents: Uint8Array): void },
  ): Promise<{ readonly error: Error | null; readonly stderr: { toString(): string } }>;
}

const core = new URL("../packages/core/", import.meta.url);
const variants = [
  { features: "simd", module: new URL("src/tensor/kernels/product/exact.wasm.ts", core) },
  { features: "simd,relaxed-simd", module: new URL("src/tensor/kernels/product/relaxed.wasm.ts", core) },
];

async function compile({ main }: Compiler, features: string): Promise<string> {
  let binary = "";
  const options = ["-O3", "--noAssert", "--runtime", "stub", "--importMemory", "--enable", features];
  const files = ["assembly/product.ts", "--baseDir", fileURLToPath(core), "--outFile", "product.wasm"];
  const { error, stderr } = await main([...files, ...options], {
    writeFile: (_, contents) => {
      binary = Buffer.from(contents).toString("base64");
    },
  });
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return binary;
}

/** What each generated module has to contain. */
export async function compileKernels(): Promise<{ module: URL; text: string }[]> {
  const path: string = "assemblyscript/asc";
  const compiler: Compiler = await import(path);
  const compiled = [];
  for (const { features, module } of variants) {
    const binary = await compile(compiler, features);
    const text = `// Generated from assembly/product.ts by scripts/compile-kernels.ts.\nexport const binary =\n  "${binary}";\n`;
    compiled.push({ module, text });
  }
  return compiled;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { module, text } of await compileKernels()) writeFileSync(module, text);
}
