// What was not seen is not passed: entries at kinks where no one can tell, beside others and alone.
import { expect, test } from "vitest";
import { emptySurvey, type Survey } from "../judge/survey.ts";
import type { EntryVerdict } from "../words/report.ts";
import { reportTensor } from "./tensor.ts";
import { decide, isUnverified } from "./verdict.ts";

type Entry = readonly [verdict: EntryVerdict, analytic: number, numeric: number, error: number];
const seen: Entry = ["pass", 1, 1, 1e-10];
const still: Entry = ["pass", 0, 0, 0];
const noise: Entry = ["unmeasurable", 0, 1e-9, 1e-9];
const beyondNoise: Entry = ["unmeasurable", 1, 1e-9, 1e-9];
const kink: Entry = ["kink", 0.5, 0, 1];
/** A kink where no one can tell. */
const open: Entry = [...kink];

/** A survey of tensors with these entries, and what their verdicts come to. */
function judge(...tensors: (readonly Entry[])[]) {
  const all = tensors.flat();
  const slices = tensors.map((entries, k) => {
    const offset = tensors.slice(0, k).flat().length;
    return { name: `${k}`, shape: [entries.length], offset, length: entries.length };
  });
  const survey: Survey = {
    ...emptySurvey(
      Float64Array.from(all, ([, analytic]) => analytic),
      slices,
    ),
    numeric: Float64Array.from(all, ([, , numeric]) => numeric),
    error: Float64Array.from(all, ([, , , error]) => error),
    verdict: all.map(([verdict]) => verdict),
    unverified: all.flatMap((entry, i) => (entry === open ? [i] : [])),
  };
  const reports = slices.map((slice) => reportTensor(survey, slice, 1e-7));
  return {
    verdict: decide(reports, [], survey, slices),
    tensors: reports.map(({ verdict }) => verdict),
    unverified: slices.map((slice) => isUnverified(survey, slice)),
    ...{ reports, survey, slices },
  };
}

test("kinks where no one can tell are no pass by themselves, as kinks with a valid subgradient are", () => {
  expect(judge([kink, kink])).toMatchObject({ verdict: "pass", tensors: ["pass"], unverified: [false] });
  expect(judge([open, open])).toMatchObject({
    verdict: "inconclusive",
    tensors: ["inconclusive"],
    unverified: [true],
  });
  expect(judge([open, noise, still]).verdict).toBe("inconclusive");
  expect(judge([open, kink])).toMatchObject({ verdict: "pass", tensors: ["pass"] });
});

test("they do no harm beside tensors that were verified, as what is below the noise does not", () => {
  expect(judge([open], [seen])).toMatchObject({ verdict: "pass", tensors: ["inconclusive", "pass"] });
  expect(judge([open, noise], [seen])).toMatchObject({ verdict: "pass", unverified: [true, false] });
  expect(judge([seen, noise], [seen]).unverified).toEqual([false, false]);
  expect(judge([beyondNoise], [seen]).verdict).toBe("inconclusive");
  expect(judge([beyondNoise, open], [seen]).verdict).toBe("inconclusive");
});

test("a gradient below the noise is within two error bars of the slope, and any farther one is not", () => {
  const at = (times: number): Entry => ["unmeasurable", 5 + times, 5, 1];
  expect([1.9, 2, 2.1].map((times) => judge([seen], [at(times)]).unverified[1])).toEqual([true, true, false]);
  expect([-1.9, -2.1].map((times) => judge([seen], [at(times)]).verdict)).toEqual(["pass", "inconclusive"]);
});

test("a failure fails the check, be it a finding or a tensor", () => {
  const right = judge([seen]);
  const wrong: Entry = ["wrong", 2, 1, 1e-10];
  expect(judge([wrong], [seen]).verdict).toBe("fail");
  const verdictWith = (severity: "failure" | "note") =>
    decide(right.reports, [{ kind: "stale", severity, message: "" }], right.survey, right.slices);
  expect([verdictWith("failure"), verdictWith("note")]).toEqual(["fail", "pass"]);
});

test("entries that change nothing count for nothing beside those below the noise", () => {
  expect(judge([still, noise], [seen]).unverified).toEqual([true, false]);
  expect(judge([still], [seen]).unverified).toEqual([false, false]);
});
