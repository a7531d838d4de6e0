// Whether a value jumps between two points. Of four parts of an interval, one with a jump has another slope than the
// others, and changes by the height of the jump more than they say; so it does in a part of that part, and so on. What is
// continuous has the same slope in parts that are short enough: the excess falls to about a fourth with each round beside a
// kink, to a sixteenth where it is smooth.

/** Where an interval is cut. Equal parts would have equal numbers of the steps of a staircase, and all look alike. */
const cuts = [0, 0.23713947, 0.51127863, 0.73068291, 1];
/**
 * A height that stays the same for so many rounds, in intervals 64 times shorter at last, is that of one jump; a kink looks
 * like it where it is as near to the end of a part, and waves by chance.
 */
const alike = 4;
const same = 0.9;
/** A fall that no smooth function has: where as many parts have a jump as have none, one without looked like the exception. */
const abrupt = 64;
/** Each interval is about a fourth of the last: these reach from a hundredth to the spacing of float64. */
const mostRounds = 20;

/** A point and the value there. */
type Value = readonly [t: number, y: number];

/** The part between two values in a row whose change is the farthest from one with the slope `usual`, and how far it is. */
function exception(values: readonly Value[], slopes: readonly number[], usual: number) {
  const excesses = slopes.map((slope, k) => Math.abs((slope - usual) * (values[k + 1][0] - values[k][0])));
  const height = Math.max(...excesses);
  return { part: excesses.indexOf(height), height };
}

/** The height of a jump of `f` between two values of it, 0 where none is as high as `enough`. */
export function jumpBetween(f: (t: number) => number, from: Value, to: Value, enough: number): number {
  const cut = (start: Value, end: Value) => {
    const inner = cuts.slice(1, -1).map((share): Value => {
      const t = start[0] + share * (end[0] - start[0]);
      return [t, f(t)];
    });
    const values = [start, ...inner, end];
    const slopes = values.slice(1).map(([t, y], k) => (y - values[k][1]) / (t - values[k][0]));
    const [, low, high] = slopes.toSorted((a, b) => a - b);
    return { values, slopes, ...exception(values, slopes, (low + high) / 2) };
  };
  let whole = cut(from, to);
  const heights = [whole.height];
  let isSecond = false;
  while (heights.length < mostRounds && whole.height > enough) {
    const { values, slopes, part } = whole;
    const inner = cut(values[part], values[part + 1]);
    const isLost = inner.height <= enough || inner.height < whole.height / abrupt;
    const other = exception(values, slopes, slopes[part]);
    if (isLost && !isSecond && other.height > enough) {
      whole = { ...whole, ...other };
      isSecond = true;
      continue;
    }
    whole = inner;
    isSecond = false;
    heights.push(inner.height);
    const last = heights.slice(-alike);
    if (last.length === alike && Math.min(...last) >= same * Math.max(...last)) return inner.height;
  }
  return 0;
}
