import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import { expect, test, vi } from "vitest";
import { type Rng, rng } from "./rng.ts";

const draw = (count: number, next: () => number) => Array.from({ length: count }, next);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Pearson's statistic of counts that should all be equal. */
function chiSquare(values: readonly number[], categories: number): number {
  const counts = new Array<number>(categories).fill(0);
  for (const value of values) counts[value]!++;
  const expected = values.length / categories;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

// rand_xoshiro/src/xoroshiro128plus.rs (rust-random/rngs): Vigna's xoroshiro128plus.c from state [1, 2].
// pure-rand gives the low half of each 64-bit output, and takes the state as the high and low half of each word.
test("the generator gives the published numbers", () => {
  const published = [
    3n,
    412333834243n,
    2360170716294286339n,
    9295852285959843169n,
    2797080929874688578n,
    6019711933173041966n,
    3076529664176959358n,
    3521761819100106140n,
    7493067640054542992n,
    920801338098114767n,
  ];
  const generator = xoroshiro128plusFromState([0, 1, 0, 2]);
  for (const output of published) expect(generator.next()).toBe(Number(BigInt.asIntN(32, output)));
});

test("a seed is expanded by splitmix64, and a uniform number takes its high bits from the first draw", () => {
  const [first, second] = [6457827717110365317n, 3203168211198807973n]; // splitmix64 of 1234567: see its test
  const draw = Number(BigInt.asUintN(32, first + second));
  expect(Math.floor(rng(1234567).uniform() * 2 ** 27)).toBe(draw >>> 5);
});

test("refuses a seed that is not a whole number, or that a double cannot hold", () => {
  expect(() => rng(1.5)).toThrow("rng: expected a whole number as seed, got 1.5");
  expect(() => rng(Number.NaN)).toThrow("rng: expected a whole number as seed, got NaN");
  expect(() => rng(Number.POSITIVE_INFINITY)).toThrow("rng: expected a whole number as seed, got Infinity");
  expect(() => rng(-(2 ** 54))).toThrow("rng: expected a seed from -2^53 to 2^53, got -18014398509481984");
});

test("every bit of a seed counts, and its sign", () => {
  const seeds = [0, ...Array.from({ length: 54 }, (_, bit) => [2 ** bit, -(2 ** bit)]).flat()];
  expect(new Set(seeds.map((seed) => rng(seed).uniform())).size).toBe(seeds.length);
  expect(rng(-0).uniform()).toBe(rng(0).uniform());
});

test("neighbouring seeds give unrelated streams", () => {
  const first = Array.from({ length: 10000 }, (_, seed) => rng(seed).uniform());
  expect(
    chiSquare(
      first.map((value) => Math.floor(10 * value)),
      10,
    ),
  ).toBeLessThan(27.9); // 9 degrees of freedom, 0.1 %
  const product = mean(first.slice(1).map((value, seed) => (value - 0.5) * (first[seed]! - 0.5)));
  expect(Math.abs(product)).toBeLessThan(4 / 12 / 100); // its standard deviation is 1/12 over the root of 10000
});

test("uniform is in [0, 1), and each of its 53 bits is set half of the time", () => {
  const random = rng(1);
  const n = 20000;
  const ones = new Array<number>(53).fill(0);
  for (let i = 0; i < n; i++) {
    const value = random.uniform();
    expect(value >= 0 && value < 1).toBe(true);
    let bits = value * 2 ** 53;
    expect(Number.isInteger(bits)).toBe(true);
    for (let bit = 0; bit < 53; bit++) {
      ones[bit]! += bits % 2;
      bits = Math.floor(bits / 2);
    }
  }
  for (const count of ones) expect(Math.abs(count - n / 2)).toBeLessThan((4 * Math.sqrt(n)) / 2);
});

test("normal has the moments of the standard normal distribution", () => {
  const n = 100000;
  const random = rng(2);
  const values = draw(n, () => random.normal());
  const moment = (k: number) => mean(values.map((value) => value ** k));
  expect(Math.abs(moment(1))).toBeLessThan(4 * Math.sqrt(1 / n));
  expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
  expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / n));
  expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
});

/** Φ(x) by the series of Marsaglia, Evaluating the normal distribution, 2004. */
function normalDistribution(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-17; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-(x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

test("normal passes the test of Kolmogorov and Smirnov", () => {
  const n = 100000;
  const random = rng(3);
  const sorted = draw(n, () => random.normal()).sort((a, b) => a - b);
  const distances = sorted.map((value, i) => {
    const expected = normalDistribution(value);
    return Math.max(expected - i / n, (i + 1) / n - expected);
  });
  expect(Math.max(...distances.slice(0, n / 2), 0)).toBeLessThan(1.95 / Math.sqrt(n)); // 0.1 %
  expect(Math.max(...distances.slice(n / 2), 0)).toBeLessThan(1.95 / Math.sqrt(n));
});

test("normal does not depend on the last bit of the engine's logarithm", () => {
  const expected = rng(4);
  const values = draw(10000, () => expected.normal());
  const log = Math.log;
  const spy = vi.spyOn(Math, "log").mockImplementation((x) => log(x) * (1 + 2 ** -52));
  const actual = rng(4);
  const perturbed = draw(10000, () => actual.normal());
  spy.mockRestore();
  expect(perturbed).toEqual(values);
});

test("integer is uniform over 0 ... below - 1", () => {
  const random = rng(5);
  const values = draw(100000, () => random.integer(10));
  expect(chiSquare(values, 10)).toBeLessThan(27.9); // 9 degrees of freedom, 0.1 %
});

test("integer is unbiased where below does not divide the range of a draw", () => {
  const random = rng(6);
  const third = 2 ** 51;
  const values = draw(30000, () => Math.floor(random.integer(3 * third) / third));
  expect(chiSquare(values, 3)).toBeLessThan(13.8); // 2 degrees of freedom, 0.1 %
});

test("integer takes 1 to 2^53", () => {
  expect(rng(0).integer(1)).toBe(0);
  expect(rng(0).integer(2 ** 53)).toBe(rng(0).uniform() * 2 ** 53);
  for (const below of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 54])
    expect(() => rng(0).integer(below)).toThrow(
      `integer: expected a whole number from 1 to 2^53, got ${below}`,
    );
});

test("permutation holds every number once", () => {
  const order = rng(7).permutation(1000);
  expect(order).toBeInstanceOf(Int32Array);
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  expect(order).not.toEqual(Int32Array.from({ length: 1000 }, (_, i) => i));
  expect(rng(7).permutation(0)).toEqual(new Int32Array(0));
});

test("every permutation is as likely as the others", () => {
  const random = rng(8);
  const orders = ["0,1,2", "0,2,1", "1,0,2", "1,2,0", "2,0,1", "2,1,0"];
  const values = draw(60000, () => orders.indexOf(random.permutation(3).join()));
  expect(chiSquare(values, 6)).toBeLessThan(20.5); // 5 degrees of freedom, 0.1 %
});

test("permutation refuses a length that is not a whole number", () => {
  for (const n of [-1, 2.5, Number.NaN])
    expect(() => rng(0).permutation(n)).toThrow(`permutation: expected a whole number, got ${n}`);
});

const some = (random: Rng) => [
  random.uniform(),
  random.normal(),
  random.integer(100),
  ...random.permutation(5),
  random.fork().uniform(),
];

test("what is drawn from a fork does not change its parent", () => {
  const untouched = rng(9);
  const parent = rng(9);
  untouched.fork();
  const fork = parent.fork();
  for (let i = 0; i < 100; i++) fork.normal();
  expect(some(parent)).toEqual(some(untouched));
});

test("forks differ from each other and from their parent, and are uncorrelated with it", () => {
  const parent = rng(10);
  const streams = [parent.fork(), parent.fork(), parent.fork().fork(), parent];
  const n = 10000;
  const values = streams.map((stream) => draw(n, () => stream.uniform() - 0.5));
  values.forEach((a, i) => {
    for (const b of values.slice(i + 1))
      expect(Math.abs(mean(a.map((value, k) => value * b[k]!)))).toBeLessThan(4 / 12 / Math.sqrt(n));
  });
});

test("the same seed gives the same forks", () => {
  expect(some(rng(11).fork())).toEqual(some(rng(11).fork()));
});

test("a clone replays what its original draws, and neither touches the other", () => {
  const original = rng(12);
  original.normal();
  const clone = original.clone();
  const copy = clone.clone();
  const expected = some(clone);
  expect(some(original)).toEqual(expected);
  expect(some(copy)).toEqual(expected);
  expect(some(original)).not.toEqual(expected);
});

// Frozen: a change here changes every seeded result of every user.
test.each([
  {
    seed: 0,
    uniform: [0.1126587197691521, 0.8898847074350588, 0.38689152675425476],
    normal: [0.33238160074920947, -1.116946438068548, 0.4930256824029807],
    integer: [112, 889, 386, 618, 561, 214, 306, 699],
    permutation: [0, 5, 6, 1, 3, 7, 4, 2],
    fork: [0.04699901611421087, 0.8991899005939366],
  },
  {
    seed: 1,
    uniform: [0.9319043874838561, 0.6885662990113711, 0.8678242058578123],
    normal: [-2.135865707507871, -0.290856853007875, -1.2722624028338547],
    integer: [931, 688, 867, 160, 636, 970, 69, 799],
    permutation: [6, 1, 2, 4, 0, 5, 7, 3],
    fork: [0.21536899479451577, 0.3251446751208177],
  },
  {
    seed: 42,
    uniform: [0.884069414773014, 0.4568489335531415, 0.3752516519554183],
    normal: [-0.6385446312236692, -0.3825775415341119, 0.8012049409283],
    integer: [884, 456, 375, 360, 746, 618, 475, 676],
    permutation: [1, 3, 0, 6, 2, 7, 5, 4],
    fork: [0.4288747134479618, 0.9105983877400742],
  },
  {
    seed: -7,
    uniform: [0.001765966648604289, 0.10145065037362766, 0.9796151817417522],
    normal: [-1.3243288921424554, 0.12518921896948093, -1.0830295172609574],
    integer: [1, 101, 979, 690, 745, 303, 717, 896],
    permutation: [1, 5, 3, 4, 2, 6, 0, 7],
    fork: [0.10045282211798379, 0.48960418378467874],
  },
])("seed $seed keeps its numbers", ({ seed, uniform, normal, integer, permutation, fork }) => {
  const [a, b, c, d, e] = [rng(seed), rng(seed), rng(seed), rng(seed), rng(seed)];
  expect(draw(3, () => a.uniform())).toEqual(uniform);
  expect(draw(3, () => b.normal())).toEqual(normal);
  expect(draw(8, () => c.integer(1000))).toEqual(integer);
  expect([...d.permutation(8)]).toEqual(permutation);
  expect(draw(2, () => e.fork().uniform())).toEqual(fork);
});
