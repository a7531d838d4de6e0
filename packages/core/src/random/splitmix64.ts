// SplitMix64 in 32-bit halves: it spreads 64 bits, however regular, over as many as a generator's state needs.
// Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014; constants as in Vigna's splitmix64.c.

/**
 * The first `count` outputs of SplitMix64 for a 64-bit seed, each as its high half, then its low half (signed 32 bits).
 * No output repeats the one before: they are a bijection of a counter.
 */
export function splitmix64(seedHigh: number, seedLow: number, count: number): number[] {
  const outputs: number[] = [];
  let stateHigh = seedHigh;
  let stateLow = seedLow;
  for (let i = 0; i < count; i++) {
    stateLow = (stateLow + 0x7f4a7c15) | 0;
    const carry = stateLow >>> 0 < 0x7f4a7c15 ? 1 : 0;
    stateHigh = (stateHigh + 0x9e3779b9 + carry) | 0;
    let low = stateLow ^ ((stateLow >>> 30) | (stateHigh << 2));
    let high = stateHigh ^ (stateHigh >>> 30);
    high = productHigh(high, low, 0xbf58476d, 0x1ce4e5b9);
    low = Math.imul(low, 0x1ce4e5b9);
    low ^= (low >>> 27) | (high << 5);
    high ^= high >>> 27;
    high = productHigh(high, low, 0x94d049bb, 0x133111eb);
    low = Math.imul(low, 0x133111eb);
    outputs.push(high ^ (high >>> 31), low ^ ((low >>> 31) | (high << 1)));
  }
  return outputs;
}

/** The high half of a product modulo 2^64; its low half is `Math.imul` of the low halves. */
function productHigh(high: number, low: number, factorHigh: number, factorLow: number): number {
  const low0 = low & 0xffff;
  const low1 = low >>> 16;
  const factor0 = factorLow & 0xffff;
  const factor1 = factorLow >>> 16;
  const cross = Math.imul(low1, factor0) + (Math.imul(low0, factor0) >>> 16);
  const middle = Math.imul(low0, factor1) + (cross & 0xffff);
  const upper = Math.imul(low1, factor1) + (cross >>> 16) + (middle >>> 16);
  return (upper + Math.imul(high, factorLow) + Math.imul(low, factorHigh)) | 0;
}
