import { expect, test } from "vitest";
import { type CorpusCase, cases } from "./index.ts";
import { isWrong, printTable, score, type Verdict } from "./scoring.ts";

const find = (name: string) => cases.find((one) => one.name === name)!;
const ideal = ({ kind }: CorpusCase): Verdict => (kind === "bug" ? "fail" : "pass");

test("counts every mutant on its own data", () => {
  expect(cases.filter(({ kind }) => kind === "bug").filter((mutant) => !isWrong(mutant))).toEqual([]);
});

test("does not count a mutant that happens to be right on other data", () => {
  const mutant = find("relu.mask_1");
  const offsets = [0, 1, 2, 3, 4, 5, 6, 7];
  // It is wrong only where an entry lies between 0.1 (none is nearer to 0) and 0.15.
  const entries = (offset: number) => Array.from(mutant.build(offset).subject.tensors.X.data);
  const affected = offsets.filter((offset) => entries(offset).some((x) => x > 0 && x <= 0.15));
  expect(offsets.filter((offset) => isWrong(mutant, offset))).toEqual(affected);
  expect(affected.length).toBeLessThan(offsets.length);
});

test("every instance is fresh", () => {
  const run = () => {
    const { subject } = find("mse.noise1e-6").build();
    return [1, 2].map(() => subject.forward(subject.tensors)[0].get());
  };
  const [first, second] = run();
  expect(first).not.toBe(second);
  expect(run()).toEqual([first, second]);
});

test("an ideal checker gets everything", () => {
  const { mutants, correct, falseAlarms, inconclusive, misses } = score(ideal);
  expect(mutants).toEqual({ counted: 90, detected: 90, useful: 90 });
  expect({ correct, falseAlarms, inconclusive, misses }).toEqual({
    correct: 78,
    falseAlarms: [],
    inconclusive: [],
    misses: [],
  });
});

test("rejecting everything detects all and is useful for nothing", () => {
  const { mutants, falseAlarms } = score(() => "fail");
  expect(mutants).toEqual({ counted: 90, detected: 90, useful: 0 });
  expect(falseAlarms).toHaveLength(78);
});

test("an undecided twin makes its mutants useless, and is no false alarm", () => {
  const { groups, falseAlarms, inconclusive } = score((one) =>
    one.name === "relu.near0" ? "inconclusive" : ideal(one),
  );
  expect(groups.get("trap-mutant")).toEqual({ counted: 8, detected: 8, useful: 7 });
  expect(falseAlarms).toEqual([]);
  expect(inconclusive).toEqual(["relu.near0"]);
});

test("prints a table", () => {
  const careless = (one: CorpusCase) => (one.group === "state" || one.group === "tiny" ? "pass" : ideal(one));
  expect(printTable(score(careless))).toBe(
    [
      "seed + 0         mutants  detected    useful",
      "gross                 56        56        56",
      "subtle                 8         8         8",
      "shape-nan              5         5         5",
      "tiny                   5         0         0",
      "trap-mutant            8         8         8",
      "state                  8         0         0",
      "all                   90        77        77",
      "false alarms: 0 of 78",
      "inconclusive: 0 of 78",
      "misses: 13 of 90 (trap.nearopt_x2, trap.loss1e-8_x2, trap.loss1e-12_zero, trap.mixed_first, " +
        "deep8.W4_sign, mse.accumulate, mse.updates_params, mse.stale_cache, mse.noise1e-6, bias_add.mut_G, " +
        "dropout.resampled, dropout.bwd_random, softmax.mut_input)",
    ].join("\n"),
  );
});
