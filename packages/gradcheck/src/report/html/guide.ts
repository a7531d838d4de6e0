// The slope of a curve on two logarithmic scales: where it is one that theory predicts, a line beside it says so.

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A slope that theory predicts, and what it means. */
export interface KnownSlope {
  readonly slope: number;
  /** Whether it is hidden in noise from point to point: then it is taken from end to end, left of the lowest point. */
  readonly noisy?: boolean;
  readonly label: string;
  readonly said: string;
}

/** y = constant · x^slope, from one x to another. */
export interface Guide {
  readonly known: KnownSlope;
  readonly constant: number;
  readonly from: number;
  readonly to: number;
}

/** A local slope this near to the expected one is taken for it. */
const tolerance = 0.3;
const fewest = 4;

const slopeBetween = (a: Point, b: Point) => Math.log(a.y / b.y) / Math.log(a.x / b.x);

const usable = (points: readonly Point[]) =>
  points.filter(({ x, y }) => x > 0 && y > 0 && Number.isFinite(y)).sort((a, b) => a.x - b.x);

/** The longest run of points whose neighbours rise with this slope. */
function longestRun(points: readonly Point[], slope: number): readonly Point[] {
  let best: readonly Point[] = [];
  let run: Point[] = [];
  for (const [k, point] of points.entries()) {
    const fits = k > 0 && Math.abs(slopeBetween(points[k - 1], point) - slope) <= tolerance;
    run = fits ? [...run, point] : [point];
    if (run.length > best.length) best = run;
  }
  return best;
}

/** The points left of the lowest one, if they rise with this slope from end to end. */
function leftBranch(points: readonly Point[], slope: number): readonly Point[] {
  const lowest = points.reduce((least, point, k) => (point.y < points[least].y ? k : least), 0);
  const left = points.slice(0, lowest);
  if (left.length < fewest) return [];
  return Math.abs(slopeBetween(left[0], left[left.length - 1]) - slope) <= tolerance ? left : [];
}

/** The line of a known slope through the points that have it; undefined where fewer than four do. */
export function guideOf(points: readonly Point[], known: KnownSlope): Guide | undefined {
  const { slope, noisy } = known;
  const having = noisy ? leftBranch(usable(points), slope) : longestRun(usable(points), slope);
  if (having.length < fewest) return undefined;
  const logs = having.map(({ x, y }) => Math.log(y) - slope * Math.log(x));
  const constant = Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
  return { known, constant, from: having[0].x, to: having[having.length - 1].x };
}
