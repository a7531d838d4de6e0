import type { Memory } from "./memory.ts";

/** A loss that is so many times that of the first batch came from steps too long; no data make batches differ as much. */
const outOfBounds = 1e6;

/** A watch on the losses of batches, which says once in the console that they grow without bound. */
export interface GrowthWatch {
  see(loss: number, inContext: (event: string) => string): void;
  remember(memory: Memory): void;
  recall(memory: Memory): void;
}

export function watchGrowth(): GrowthWatch {
  let first: number | undefined;
  let told = false;
  return {
    see(loss, inContext) {
      first ??= loss;
      if (told || !(loss > outOfBounds * Math.max(first, 1))) return;
      told = true;
      const grown = `the loss grew from ${first.toPrecision(3)} to ${loss.toPrecision(3)}`;
      console.warn(`${inContext(grown)}: scale the inputs and targets, or lower the learning rate`);
    },
    remember(memory) {
      memory.write("firstLoss", first === undefined ? [] : [first]);
      memory.write("toldOfGrowth", [Number(told)]);
    },
    recall(memory) {
      [first] = memory.read("firstLoss", (numbers) => numbers.length <= 1);
      told = memory.readCount("toldOfGrowth") > 0;
    },
  };
}
