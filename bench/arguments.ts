// What the command line asks for.
import { parseArgs } from "node:util";

const sectionNames = ["training", "gradcheck", "startup", "memory", "size", "growth", "products"] as const;
type SectionName = (typeof sectionNames)[number];
const netNames = ["T", "S", "M", "L", "XL", "random"] as const;

export interface Request {
  /** All but "products" unless some are named. */
  readonly sections: readonly SectionName[];
  /** Names of nets to train; all when empty. */
  readonly nets: readonly string[];
  /** Shapes of products, such as "16x4x32". */
  readonly shapes: readonly string[];
  /** The whole of it, to be written down. */
  readonly complete: boolean;
  readonly quick: boolean;
  readonly seed: number | undefined;
  readonly help: boolean;
}

export const help = `npm run bench -- [sections and nets] [options]

Without sections or nets, everything but "products" runs, and bench/RESULTS.md is written.

  training      samples per second beside rivals, on all nets; naming nets means this
  gradcheck     µs for each entry of a gradient check, beside a plain loop, NumPy and PyTorch
  startup       time to the first training step
  memory        peak memory while training
  size          installed size
  growth        how the cost of a step and of a check grows
  products      matrix products; may be followed by shapes such as 16x4x32

  ${netNames.join(", ")}: train these nets only

  --quick       a short run, to see that all works; RESULTS.md is left alone
  --seed <n>    the seed of the random net; a new one each time unless given
  --help        this text`;

/** Throws when there is an argument that means nothing. */
export function parseArguments(args: readonly string[]): Request {
  const { values, positionals } = parse(args);
  const isSection = (word: string) => (sectionNames as readonly string[]).includes(word);
  const isNet = (word: string) => (netNames as readonly string[]).includes(word);
  const isShape = (word: string) =>
    positionals.includes("products") && /^[1-9]\d*x[1-9]\d*x[1-9]\d*$/.test(word);
  const unknown = positionals.find((word) => !isSection(word) && !isNet(word) && !isShape(word));
  if (unknown !== undefined)
    throw new Error(
      `bench: unknown argument "${unknown}"; there are ${[...sectionNames, ...netNames].join(", ")}`,
    );
  if (values.seed !== undefined && !/^\d{1,9}$/.test(values.seed))
    throw new Error(`bench: --seed must be a whole number below 1e9, got "${values.seed}"`);

  const nets = netNames.filter((name) => positionals.includes(name));
  const named = sectionNames.filter(
    (name) => positionals.includes(name) || (name === "training" && nets.length > 0),
  );
  return {
    sections: named.length > 0 ? named : sectionNames.filter((name) => name !== "products"),
    nets,
    shapes: positionals.filter(isShape),
    complete: named.length === 0 && values.quick !== true,
    quick: values.quick === true,
    seed: values.seed === undefined ? undefined : Number(values.seed),
    help: values.help === true,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        quick: { type: "boolean" },
        seed: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    // What follows is advice on files whose names begin with a dash.
    throw new Error(`bench: ${(error as Error).message.split(". ")[0]}`);
  }
}
