import { expect, test } from "vitest";
import { type Rng, rng } from "./rng.ts";
import {
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
} from "./variance-scaling.ts";

/** A stream that gives one number for ever, so that an initializer shows its scale exactly. */
const stub = (value: number): Rng => Object.assign(rng(0), { uniform: () => value, normal: () => value });
const deviation = (initializer: (rng: Rng) => { data: ArrayLike<number> }) => initializer(stub(1)).data[0];
const lowest = (initializer: (rng: Rng) => { data: ArrayLike<number> }) => initializer(stub(0)).data[0];

// Computed with PyTorch 1.13.1 in float64.
test.each([
  {
    shape: [4, 8],
    glorot: { bound: 0.7071067811865475, std: 0.408248290463863 },
    he: { bound: 1.2247448713915892, std: Math.SQRT1_2 },
    lecun: { std: 0.5 },
  },
  {
    shape: [64, 10],
    glorot: { bound: 0.28474739872574967, std: 0.1643989873053573 },
    he: { bound: 0.3061862178478973, std: 0.1767766952966369 },
    lecun: { std: 0.125 },
  },
  {
    shape: [1, 1],
    glorot: { bound: 1.7320508075688772, std: 1 },
    he: { bound: 2.4494897427831783, std: Math.SQRT2 },
    lecun: { std: 1 },
  },
  {
    shape: [3, 2, 5],
    glorot: { bound: 0.4898979485566356, std: 0.282842712474619 },
    he: { bound: 0.7745966692414833, std: 0.4472135954999579 },
    lecun: { std: 0.31622776601683794 },
  },
  {
    shape: [6, 3, 3, 2],
    glorot: { bound: 0.3333333333333333, std: 0.19245008972987526 },
    he: { bound: 0.5773502691896258, std: 0.33333333333333337 },
    lecun: { std: 0.23570226039551587 },
  },
])("scales of $shape", ({ shape, glorot, he, lecun }) => {
  expect(deviation(glorotNormal(shape))).toBeCloseTo(glorot.std, 14);
  expect(deviation(heNormal(shape))).toBeCloseTo(he.std, 14);
  expect(deviation(lecunNormal(shape))).toBeCloseTo(lecun.std, 14);
  expect(lowest(glorotUniform(shape))).toBeCloseTo(-glorot.bound, 14);
  expect(lowest(heUniform(shape))).toBeCloseTo(-he.bound, 14);
  expect(lowest(lecunUniform(shape))).toBeCloseTo(-lecun.std * Math.sqrt(3), 14); // a uniform number's deviation
});

test("a vector has its length as both fans", () => {
  expect(deviation(heNormal([8]))).toBe(0.5);
  expect(deviation(glorotNormal([4]))).toBe(0.5);
});

test.each([
  { name: "heNormal", initializer: heNormal, std: Math.sqrt(2 / 200), kurtosis: 3 },
  { name: "glorotNormal", initializer: glorotNormal, std: Math.sqrt(2 / 300), kurtosis: 3 },
  { name: "lecunNormal", initializer: lecunNormal, std: Math.sqrt(1 / 200), kurtosis: 3 },
  { name: "heUniform", initializer: heUniform, std: Math.sqrt(2 / 200), kurtosis: 1.8 },
  { name: "glorotUniform", initializer: glorotUniform, std: Math.sqrt(2 / 300), kurtosis: 1.8 },
  { name: "lecunUniform", initializer: lecunUniform, std: Math.sqrt(1 / 200), kurtosis: 1.8 },
])("$name draws its distribution", ({ name, initializer, std, kurtosis }) => {
  const x = initializer([200, 100])(rng(1));
  expect(x.shape).toEqual([200, 100]);
  expect(x.dtype).toBe("float64");
  const values = Array.from(x.data, (value) => value / std);
  const moment = (k: number) => values.reduce((sum, value) => sum + value ** k, 0) / values.length;
  expect(Math.abs(moment(1))).toBeLessThan(4 * Math.sqrt(1 / values.length));
  expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt((kurtosis - 1) / values.length));
  expect(Math.abs(moment(4) - kurtosis)).toBeLessThan(4 * Math.sqrt(105 / values.length));
  const largest = Math.max(...values.map(Math.abs));
  if (name.endsWith("Uniform")) expect(largest).toBeLessThanOrEqual(Math.sqrt(3));
  else expect(largest).toBeGreaterThan(3);
});

test("entries are drawn in row-major order, and the next tensor goes on from there", () => {
  const random = rng(2);
  const expected = rng(2);
  for (let k = 0; k < 2; k++)
    expect([...heNormal([2, 3])(random).data]).toEqual(Array.from({ length: 6 }, () => expected.normal()));
});

test("an empty tensor has no entries, and draws nothing", () => {
  const random = rng(3);
  expect(heNormal([0, 3])(random).size).toBe(0);
  expect(glorotUniform([0, 0])(random).size).toBe(0);
  expect(lecunNormal([2, 0, 3])(random).size).toBe(0);
  expect(random.uniform()).toBe(rng(3).uniform());
});

test("refuses a bad shape before anything is drawn", () => {
  expect(() => heNormal([])).toThrow("heNormal: expected a shape with at least one axis, got []");
  expect(() => glorotUniform([2.5, 3])).toThrow(/^glorotUniform: .*whole numbers.*\[2\.5, 3\]/);
  expect(() => lecunNormal([-1, 3])).toThrow(/^lecunNormal: .*\[-1, 3\]/);
});
