import v8 from "node:v8";
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import {
  arbitraryProduct,
  hasSameBits,
  referenceProduct,
  side,
  sizesOfSums,
} from "../../../../test/arbitrary-product.ts";
import { instantiate } from "./instantiate.ts";
import { type Matrix, transposed } from "./matrix.ts";
import { plainProduct } from "./plain.ts";
import { createWorkspace, SCRATCH } from "./workspace.ts";

// Node 20 has the instructions of the relaxed kernel behind a flag.
if (process.versions.node.startsWith("20.")) v8.setFlagsFromString("--experimental-wasm-relaxed-simd");

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

const shared = createWorkspace();

const contiguous = (data: Matrix["data"], rows: number, columns: number): Matrix => ({
  data,
  offset: 0,
  rows,
  columns,
  rowStride: columns,
  columnStride: 1,
});

test("this host runs the kernel", () => {
  expect(instantiate(SCRATCH, false)).toBeDefined();
});

test("the compiled product has the bits of the plain one, in any layout, and writes nothing beside", () => {
  fc.assert(
    fc.property(arbitraryProduct(side), ([out, a, b]) => {
      const expected = referenceProduct(out, a, b);
      shared(out, a, b);
      expect(hasSameBits(out.data, expected)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("contiguous matrices in all four transposed forms, of sizes around the tiles", () => {
  for (const Data of [Float64Array, Float32Array]) {
    for (const n of [1, 4, 5, 17, 67]) {
      for (const k of [1, 3, 32]) {
        for (const m of [1, 7, 8, 37]) {
          const a = new Data(n * k).map((_, i) => Math.sin(i));
          const b = new Data(k * m).map((_, i) => Math.cos(i));
          for (const x of [contiguous(a, n, k), transposed(contiguous(a, k, n))]) {
            for (const y of [contiguous(b, k, m), transposed(contiguous(b, m, k))]) {
              const out = contiguous(new Data(n * m), n, m);
              shared(out, x, y);
              expect(hasSameBits(out.data, referenceProduct(out, x, y))).toBe(true);
            }
          }
        }
      }
    }
  }
});

test.each([
  ["rows", 9000, 40, 300],
  ["columns", 40, 300, 9000],
  ["the sum", 3, 700_000, 2],
])("more than fits the scratch at once is computed in parts: long %s", (_, n, k, m) => {
  const a = contiguous(
    new Float64Array(n * k).map((_, i) => Math.sin(i)),
    n,
    k,
  );
  const b = contiguous(
    new Float64Array(k * m).map((_, i) => Math.cos(i)),
    k,
    m,
  );
  const out = contiguous(new Float64Array(n * m), n, m);
  const expected = contiguous(new Float64Array(n * m), n, m);
  shared(out, a, b);
  plainProduct(expected, a, b);
  expect(hasSameBits(out.data, expected.data)).toBe(true);
});

test("NaN and infinity go where they belong, and not to their neighbours", () => {
  for (const Data of [Float64Array, Float32Array]) {
    const a = contiguous(new Data(10 * 13).fill(1), 10, 13);
    const b = contiguous(new Data(13 * 11).fill(1), 13, 11);
    a.data[9 * 13 + 12] = Number.POSITIVE_INFINITY;
    b.data[10] = Number.NaN;
    const out = contiguous(new Data(10 * 11), 10, 11);
    shared(out, a, b);
    expect(out.data).toEqual(referenceProduct(out, a, b));
  }
});

test("relaxed products differ in the last bits at most", () => {
  const relaxed = createWorkspace(true);
  fc.assert(
    fc.property(arbitraryProduct(side), ([out, a, b]) => {
      const exact = referenceProduct(out, a, b);
      const sizes = sizesOfSums(out, a, b);
      relaxed(out, a, b);
      const tolerance = out.data instanceof Float32Array ? 1e-5 : 1e-13;
      const isNear = (value: number, i: number) =>
        Math.abs(value - exact[i]) <= tolerance * Math.abs(sizes[i]);
      expect([...out.data].every(isNear)).toBe(true);
    }),
  );
});

test.each([
  ["without WebAssembly", undefined],
  [
    "where compiling is forbidden",
    {
      Module: class {
        constructor() {
          throw new Error("unsafe-eval");
        }
      },
    },
  ],
])("%s everything is computed in plain JavaScript, to the same bits", async (_, stub) => {
  vi.stubGlobal("WebAssembly", stub);
  vi.resetModules();
  const fresh = await import("./workspace.ts");
  for (const isRelaxed of [false, true]) {
    const product = fresh.createWorkspace(isRelaxed);
    fc.assert(
      fc.property(arbitraryProduct(side), ([out, a, b]) => {
        const expected = referenceProduct(out, a, b);
        product(out, a, b);
        expect(hasSameBits(out.data, expected)).toBe(true);
      }),
      { numRuns: 20 },
    );
  }
});
