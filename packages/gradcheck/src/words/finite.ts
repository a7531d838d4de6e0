/** How many entries are not finite. */
export function countLost(values: Float64Array): number {
  let lost = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) lost++;
  return lost;
}
