import * as exact from "./exact.wasm.ts";
import * as relaxed from "./relaxed.wasm.ts";

/** What of the WebAssembly API is used here. */
declare const WebAssembly: {
  readonly Module: new (binary: Uint8Array) => object;
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

/** out = a b for a: [n, k], b: [k, m], out: [n, m]: addresses and strides in bytes, and room for panels from `scratch` on. */
type Multiply = (
  n: number,
  k: number,
  m: number,
  out: number,
  outRow: number,
  outColumn: number,
  a: number,
  aRow: number,
  aColumn: number,
  b: number,
  bRow: number,
  bColumn: number,
  scratch: number,
) => void;

export interface Kernel {
  readonly buffer: ArrayBuffer;
  readonly multiply64: Multiply;
  readonly multiply32: Multiply;
}

const PAGE = 65_536;

/**
 * The compiled kernel over a memory of at least `bytes`, which never grows, so that no array on it is ever detached.
 * Relaxed where that was asked for and the host can. Undefined on a host without WebAssembly or its vectors, one that
 * forbids to compile, or one that has no such memory to give.
 */
export function instantiate(bytes: number, isRelaxed: boolean): Kernel | undefined {
  const module = (isRelaxed ? compile(relaxed.binary) : undefined) ?? compile(exact.binary);
  if (module === undefined) return undefined;
  try {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    const { multiply64, multiply32 } = exports as Kernel;
    return { buffer: memory.buffer, multiply64, multiply32 };
  } catch {
    return undefined;
  }
}

const modules = new Map<string, object | undefined>();

function compile(base64: string): object | undefined {
  if (!modules.has(base64)) {
    let module: object | undefined;
    try {
      module = new WebAssembly.Module(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
    } catch {}
    modules.set(base64, module);
  }
  return modules.get(base64);
}
