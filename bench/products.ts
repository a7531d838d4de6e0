// Matrix products in GFLOP/s, ours beside plain loops, ndarray-gemm and NumPy: medians of alternating runs.
//
//   npm run bench -- products [16x4x32 ...]
//
// A column is n x k x m: [n, k] by [k, m]; nt, for one, says that b is a transposed view. In brackets stands the ratio to
// plain loops. Node 20 needs --experimental-wasm-relaxed-simd for the relaxed kernel, and falls back on the exact one.
// ndarray-gemm is left out where npm cannot install it, and NumPy where python3 has none.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Dtype, matmul, rng, type Tensor, tensor, transpose } from "../packages/core/src/index.ts";
import type { Matrix } from "../packages/core/src/tensor/kernels/product/matrix.ts";
import { plainProduct } from "../packages/core/src/tensor/kernels/product/plain.ts";
import { product } from "../packages/core/src/tensor/kernels/product/product.ts";
import { bench, install } from "./rivals.ts";
import { median } from "./statistics.ts";

const ROUNDS = 11;
const MILLISECONDS = 8;

type Run = () => Float64Array | Float32Array;
type Contestant = (a: Tensor, b: Tensor, size: [number, number, number]) => Run;

const matrixOf = ({ data, offset, shape, stride }: Tensor): Matrix => ({
  data,
  offset,
  rows: shape[0],
  columns: shape[1],
  rowStride: stride[0],
  columnStride: stride[1],
});

const into =
  (multiply: (out: Matrix, a: Matrix, b: Matrix) => void): Contestant =>
  (a, b, [n, , m]) => {
    const data = a.dtype === "float32" ? new Float32Array(n * m) : new Float64Array(n * m);
    const [x, y, out] = [matrixOf(a), matrixOf(b), matrixOf(tensor(data, [n, m]))];
    return () => {
      multiply(out, x, y);
      return out.data;
    };
  };

function plainLoops(out: Matrix, a: Matrix, b: Matrix): void {
  for (let i = 0; i < out.rows; i++) {
    for (let j = 0; j < out.columns; j++) {
      let total = 0;
      for (let l = 0; l < a.columns; l++) {
        total +=
          a.data[a.offset + i * a.rowStride + l * a.columnStride] *
          b.data[b.offset + l * b.rowStride + j * b.columnStride];
      }
      out.data[out.offset + i * out.rowStride + j * out.columnStride] = total;
    }
  }
}

const contestants = new Map<string, Contestant>([
  ["plain loops", into(plainLoops)],
  ["blocked JavaScript", into(plainProduct)],
  ["matmul", (a, b) => () => matmul(a, b).data],
  ["product", into(product)],
  ["product, relaxed", into((out, a, b) => product(out, a, b, true))],
]);

const gemm = loadGemm();
if (gemm !== undefined) {
  contestants.set("ndarray-gemm", (a, b) => {
    const out = matmul(a, b);
    return () => {
      gemm(out, a, b, 1, 0);
      return out.data;
    };
  });
}

function loadGemm(): ((...args: unknown[]) => void) | undefined {
  if (install("ndarray-gemm"))
    return createRequire(join(bench, "rivals/ndarray-gemm/package.json"))("ndarray-gemm");
  console.error("left out: ndarray-gemm, which npm could not install");
  return undefined;
}

const numpy = `
import json, sys, time
import numpy as np
n, k, m, dtype, rounds, ms = json.loads(sys.argv[1])
a = np.random.rand(n, k).astype(dtype); b = np.random.rand(k, m).astype(dtype); out = np.empty((n, m), dtype)
reps = 1
times = []
while len(times) < rounds:
    t = time.process_time()
    for _ in range(reps): np.matmul(a, b, out=out)
    t = time.process_time() - t
    if t * 1000 < ms and not times: reps *= 2
    else: times.append(t / reps)
print(sorted(times)[len(times) // 2])
`;

/** Seconds of a product in NumPy on one thread; undefined without NumPy. */
function timeNumpy(size: number[], dtype: Dtype): number | undefined {
  const env = { ...process.env, OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1", OMP_NUM_THREADS: "1" };
  const argument = JSON.stringify([...size, dtype, ROUNDS, MILLISECONDS]);
  const { status, stdout } = spawnSync("python3", ["-c", numpy, argument], { env, encoding: "utf8" });
  return status === 0 ? Number(stdout) : undefined;
}

/** Seconds of processor time of one run: other programs on the machine disturb it less than the clock on the wall. */
function time(run: Run, repetitions: number): number {
  const start = process.cpuUsage();
  for (let i = 0; i < repetitions; i++) run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6 / repetitions;
}

function compare(size: [number, number, number], dtype: Dtype, transposes: string): Map<string, number> {
  const [n, k, m] = size;
  const random = rng(1);
  const draw = (rows: number, columns: number) => {
    const values = Array.from({ length: rows * columns }, () => random.normal());
    return tensor(dtype === "float32" ? Float32Array.from(values) : values, [rows, columns]);
  };
  const a = transposes[0] === "t" ? transpose(draw(k, n)) : draw(n, k);
  const b = transposes[1] === "t" ? transpose(draw(m, k)) : draw(k, m);
  const runs = [...contestants].map(([name, make]) => ({
    name,
    run: make(a, b, size),
    repetitions: 1,
    times: [] as number[],
  }));

  const expected = runs[0].run().slice();
  for (const { name, run } of runs) {
    const tolerance = (dtype === "float32" ? 1e-5 : 1e-13) * k * 10;
    if (!run().every((value, i) => Math.abs(value - expected[i]) < tolerance))
      throw new Error(`${name} is wrong`);
  }
  for (const runner of runs) {
    while (time(runner.run, runner.repetitions) * runner.repetitions * 1000 < MILLISECONDS)
      runner.repetitions *= 2;
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const { run, repetitions, times } of runs) times.push(time(run, repetitions));
  }
  const seconds = new Map(runs.map(({ name, times }) => [name, median(times)]));
  const numpySeconds = timeNumpy(size, dtype);
  if (numpySeconds !== undefined) seconds.set("NumPy", numpySeconds);
  return new Map([...seconds].map(([name, time]) => [name, (2 * n * k * m) / time / 1e9]));
}

const shapes =
  process.argv.length > 2 ? process.argv.slice(2) : ["16x4x32", "32x64x64", "64x784x128", "512x512x512"];
for (const dtype of ["float64", "float32"] as const) {
  for (const transposes of ["nn", "nt", "tn", "tt"]) {
    const columns = shapes.map((shape) =>
      compare(shape.split("x").map(Number) as [number, number, number], dtype, transposes),
    );
    console.log(`\n${dtype} ${transposes}`.padEnd(22), ...shapes.map((shape) => shape.padStart(16)));
    for (const name of columns[0].keys()) {
      const cells = columns.map((speeds) => {
        const ratio = speeds.get(name)! / speeds.get("plain loops")!;
        return `${speeds.get(name)!.toFixed(1)} (${ratio.toFixed(1)}x)`.padStart(16);
      });
      console.log(name.padEnd(21), ...cells);
    }
  }
}
