// g = n but for one entry
import { digitsApart, place } from "../../words/describe.ts";
import { indexOf } from "../../words/index-of.ts";
import type { Hypothesis } from "../candidate.ts";
import { cheap, type Evidence, type TensorEvidence, wrongOf } from "../evidence/evidence.ts";

/** The one wrong entry beside right ones; undefined where there are others. */
function onlyWrong(tensor: TensorEvidence): number | undefined {
  const [entry, ...others] = wrongOf(tensor);
  return others.length === 0 && tensor.verdict.includes("pass") ? entry : undefined;
}

/** Whether one entry alone is wrong, and stays so when the tensor has its values in another order. */
export function staysInPlace({ tensor, elsewhere }: Evidence): boolean {
  const entry = onlyWrong(tensor);
  if (entry === undefined || tensor.verdict.length > cheap) return entry !== undefined;
  return ![0, 1].some((k) => elsewhere(k)?.verdict.some((verdict, i) => verdict === "wrong" && i !== entry));
}

export const singleEntry: Hypothesis = ({ tensor }) => {
  const entry = onlyWrong(tensor);
  if (entry === undefined) return [];
  const { verdict, analytic, numeric, name, shape } = tensor;
  const end = entry === 0 ? ", the first" : entry === verdict.length - 1 ? ", the last" : "";
  const [given, right] = digitsApart(analytic[entry], numeric[entry]);
  const where = place(name, indexOf(entry, shape));
  return [
    {
      kind: "single-entry",
      inside: (_, k) => k === entry,
      message: `only ${where}${end}, of ${verdict.length} entries is wrong: backprop gives ${given}, right is ${right}`,
    },
  ];
};

/** A single entry that stays in its place: then what its value is plays no part. */
export const fixedEntry: Hypothesis = (evidence) => (staysInPlace(evidence) ? singleEntry(evidence) : []);
