// The seed offsets that a command line asks for.
import { parseArgs } from "node:util";

/** `--offsets 0,1000` and `--today`, which is the number of the day; 0 without either. */
export function readOffsets(args: readonly string[], now: number): number[] {
  const { offsets, today } = parse(args);
  const given = offsets?.split(",") ?? [];
  const wrong = given.find((part) => !/^\d{1,9}$/.test(part));
  if (wrong !== undefined)
    throw new Error(`corpus: --offsets must be whole numbers below 1e9, as in 0,1000, got "${offsets}"`);
  const asked = [...given.map(Number), ...(today ? [Math.floor(now / 86_400_000)] : [])];
  return asked.length > 0 ? asked : [0];
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { offsets: { type: "string" }, today: { type: "boolean" } },
    }).values;
  } catch (error) {
    throw new Error(`corpus: ${(error as Error).message}; the options are --offsets 0,1000 and --today`);
  }
}
