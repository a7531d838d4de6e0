// The loss of each epoch, on a scale of powers of ten: 1 at the top, 10⁻⁴ at the bottom.

const [left, right, top, decade, decades] = [34, 356, 24, 27, 4];

/** No more points than this are drawn. */
const most = 300;

export interface Point {
  readonly epoch: number;
  readonly loss: number;
}

/** The path through the points, for an axis that goes to such an epoch. */
export function curveThrough(points: readonly Point[], last: number): string {
  const every = Math.ceil(points.length / most);
  const shown = points.filter((_, k) => k % every === 0 || k === points.length - 1);
  const places = shown.map(({ epoch, loss }) => {
    const fallen = Math.min(Math.max(-Math.log10(loss), 0), decades);
    return `${(left + ((right - left) * epoch) / last).toFixed(1)} ${(top + decade * fallen).toFixed(1)}`;
  });
  return places.length > 0 ? `M${places.join("L")}` : "";
}

/** The end of the axis: 100, 200, 400, ... */
export const lastOf = (epoch: number): number => 100 * 2 ** Math.max(0, Math.ceil(Math.log2(epoch / 100)));
