// Scales: from values to places on the page, with ticks at round values.

/** 10ⁿ */
export function powerOfTen(exponent: number): string {
  const superscripts = [...String(exponent)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"["0123456789-".indexOf(digit)]);
  return `10${superscripts.join("")}`;
}

interface Tick {
  readonly at: number;
  readonly label: string;
}

export interface Scale {
  at(value: number): number;
  readonly ticks: readonly Tick[];
}

type Interval = readonly [from: number, to: number];

/** Steps of 1, 2 or 5 times a power of ten, about `count` of them. */
function roundStep(span: number, count: number): number {
  const power = 10 ** Math.floor(Math.log10(span / count));
  const share = span / count / power;
  return power * (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10);
}

/** With as many digits as it takes to tell it from the next tick. */
function exponential(x: number, step: number): string {
  if (x === 0) return "0";
  const power = (value: number) => Math.floor(Math.log10(Math.abs(value)) + 1e-9);
  return x.toExponential(Math.min(15, Math.max(0, power(x) - power(step))));
}

export function linearScale([low, high]: Interval, [from, to]: Interval, count: number): Scale {
  const at = (x: number) => from + ((x - low) / (high - low)) * (to - from);
  const step = roundStep(high - low, count);
  const first = Math.ceil(low / step);
  const ticks: Tick[] = [];
  for (let k = 0; k <= 3 * count; k++) {
    const x = (first + k) * step;
    if (!(x <= high)) break;
    const label = Math.abs(x) >= 1e5 || step < 1e-4 ? exponential(x, step) : String(Number(x.toPrecision(6)));
    ticks.push({ at: at(x), label: label.replace("e+", "e").replaceAll("-", "−") });
  }
  return { at, ticks };
}

/** A scale of powers of ten; what is not above its lower end is put there. */
export function logScale([low, high]: Interval, [from, to]: Interval, count = 6): Scale {
  const [first, last] = [Math.log10(low), Math.log10(high)];
  const at = (x: number) => {
    const share = (Math.log10(Math.max(x, low)) - first) / (last - first);
    return from + share * (to - from);
  };
  const every = Math.max(1, Math.ceil((last - first) / count));
  const ticks: Tick[] = [];
  for (let k = Math.ceil(first / every) * every; k <= last; k += every)
    ticks.push({ at: at(10 ** k), label: powerOfTen(k) });
  return { at, ticks };
}

/** Powers of ten that enclose the positive values, with `air` decades above at least; `fallback` where there is none. */
export function decades(values: readonly number[], fallback: Interval, air = 0): Interval {
  const positive = values.filter((x) => x > 0 && Number.isFinite(x));
  if (positive.length === 0) return fallback;
  const low = Math.floor(Math.log10(Math.min(...positive)));
  const high = Math.ceil(Math.log10(Math.max(...positive)) + air);
  return [10 ** low, 10 ** Math.max(high, low + 1)];
}
