import { expect, test } from "vitest";
import { splitmix64 } from "./splitmix64.ts";

function outputs(seed: bigint, count: number): bigint[] {
  const halves = splitmix64(Number(BigInt.asIntN(32, seed >> 32n)), Number(BigInt.asIntN(32, seed)), count);
  return Array.from({ length: count }, (_, i) =>
    BigInt.asUintN(64, (BigInt(halves[2 * i]!) << 32n) | BigInt.asUintN(32, BigInt(halves[2 * i + 1]!))),
  );
}

// Rosetta Code, Pseudo-random numbers/Splitmix64, made with Vigna's splitmix64.c.
test("gives the published numbers for seed 1234567", () => {
  expect(outputs(1234567n, 5)).toEqual([
    6457827717110365317n,
    3203168211198807973n,
    9817491932198370423n,
    4593380528125082431n,
    16408922859458223821n,
  ]);
});

// The algorithm as it stands in Vigna's splitmix64.c, in 64-bit arithmetic.
function* reference(seed: bigint): Generator<bigint, never> {
  for (let state = seed; ; ) {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let z = state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    yield z ^ (z >> 31n);
  }
}

test.each([0n, 1n, 0xffffffffn, 0x7fffffff80000000n, 0x8000000000000000n, 0xffffffffffffffffn])(
  "agrees with 64-bit arithmetic from seed %d",
  (seed) => {
    const expected = reference(seed);
    expect(outputs(seed, 1000)).toEqual(Array.from({ length: 1000 }, () => expected.next().value));
  },
);
