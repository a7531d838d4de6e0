/** A loss that is so many times that of the first batch came from steps too long; no data make batches differ as much. */
const outOfBounds = 1e6;

/** Watches the losses of batches, and says once in the console that they grow without bound. */
export function watchGrowth(): (loss: number, inContext: (event: string) => string) => void {
  let first: number | undefined;
  let told = false;
  return (loss, inContext) => {
    first ??= loss;
    if (told || !(loss > outOfBounds * Math.max(first, 1))) return;
    told = true;
    const grown = `the loss grew from ${first.toPrecision(3)} to ${loss.toPrecision(3)}`;
    console.warn(`${inContext(grown)}: scale the inputs and targets, or lower the learning rate`);
  };
}
