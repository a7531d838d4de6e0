// g = n but for one entry

import { digits, place } from "../../words/describe.ts";
import { indexOf } from "../../words/index-of.ts";
import { most, shareOutside } from "../fit/compare.ts";
import type { Hypothesis } from "./hypothesis.ts";

export const singleEntry: Hypothesis = ({ tensor }) => {
  const { verdict, analytic, numeric, name, shape } = tensor;
  const entry = verdict.indexOf("wrong");
  if (verdict.length < 2 || entry < 0 || verdict.lastIndexOf("wrong") !== entry) return undefined;
  if (!verdict.some((v) => v === "pass")) return undefined;
  const unexplained = shareOutside(tensor, (k) => k === entry);
  if (unexplained > most) return undefined;
  const end = entry === 0 ? ", the first" : entry === verdict.length - 1 ? ", the last" : "";
  const where = place(name, indexOf(entry, shape));
  return {
    kind: "single-entry",
    unexplained,
    message: `only ${where}${end}, of ${verdict.length} entries is wrong: backprop gives ${digits(analytic[entry])}, right is ${digits(numeric[entry])}`,
  };
};
