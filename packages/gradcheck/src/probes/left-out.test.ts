// Nothing is found about tensors that are left out, whatever their gradients are; about the others it is.
import { copy, map, multiply, type Tensor, tensor, zeros } from "@nudge/core";
import { expect, test } from "vitest";
import { linear, type Named, type Subject } from "../../test/fixtures.ts";
import { type GradcheckMapOptions, gradcheckMap, toText } from "../index.ts";

type Spoil = (right: Subject, name: string) => Subject;

/** The gradient of one tensor as `change` leaves it. */
const withGradient =
  (change: (g: Tensor, call: number) => unknown): Spoil =>
  (right, name) => {
    let call = 0;
    return {
      ...right,
      backward: (dy, cache, t) => {
        const gradients = right.backward(dy, cache, t) as Named;
        return { ...gradients, [name]: change(gradients[name], call++) } as Named;
      },
    };
  };

const spoils: [name: string, kind: string, spoil: Spoil][] = [
  ["none at all", "missing", withGradient(() => undefined)],
  ["null", "missing", withGradient(() => null)],
  ["another shape", "shape", withGradient(() => zeros([7]))],
  ["NaN", "non-finite", withGradient((g) => map(g, () => Number.NaN))],
  ["one that ignores its upstream", "ignores-upstream", withGradient((g) => map(g, () => 1))],
  ["one that adds up", "accumulates", withGradient((g, call) => multiply(g, call + 1))],
  ["one that changes", "nondeterministic-backward", withGradient((g, call) => map(g, (x) => x + call))],
  [
    "the tensor itself, written to",
    "mutates-input",
    (right, name) => ({
      ...right,
      forward: (t, pass) => {
        const result = right.forward(
          Object.fromEntries(Object.entries(t).map(([k, x]) => [k, copy(x)])),
          pass,
        );
        t[name].data.fill(9);
        return result;
      },
    }),
  ],
];

/** Whole numbers, of which null may be the gradient. */
const whole = () => ({
  ...linear().tensors,
  b: tensor([1, 2]),
  W: tensor([
    [1, 2],
    [3, 1],
    [2, 2],
  ]),
});
const subject = (): Subject => ({ ...linear(), tensors: whole() });

const about = (name: string, kind: string, options: GradcheckMapOptions, spoil: Spoil) => {
  const report = gradcheckMap(spoil(subject(), name), options);
  return { report, found: report.findings.filter((one) => one.tensor === name && one.kind === kind) };
};

const leaveOut: GradcheckMapOptions[] = [{ skip: ["b"] }, { tensors: ["x", "W"] }];

test.each(spoils)(
  "%s: %s is found of a tensor that is checked, and not of one that is left out",
  (_, kind, spoil) => {
    for (const options of leaveOut) {
      const { report } = about("b", kind, options, spoil);
      expect(report.findings, toText(report)).toEqual([]);
      expect(report.verdict, toText(report)).toBe("pass");
      const others = about("W", kind, options, spoil);
      expect(others.found.length, toText(others.report)).toBe(1);
      expect(others.report.verdict).toBe("fail");
    }
  },
);
