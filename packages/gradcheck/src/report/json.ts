// The report as JSON, and back. Numbers that JSON cannot write, NaN and the infinities, are strings.
import { refusal, writeJson } from "@nudge/core/internal";
import type { GradcheckReport, TensorReport } from "../words/report.ts";
import { expectReport } from "./expect-report.ts";
import { readAs } from "./schema/read.ts";
import schema from "./schema/report.schema.json" with { type: "json" };

/**
 * A report as JSON, as the package's `schema.json` describes it: `fromJson` gives back the same report. NaN, Infinity
 * and -Infinity are the strings `"NaN"`, `"Infinity"`, `"-Infinity"`.
 *
 * @example
 * import { gradcheckFunction, toJson } from "@nudge/gradcheck";
 *
 * const cube = { name: "cube", theta: [1], value: ([x]: Float64Array) => x ** 3, gradient: () => [Number.NaN] };
 * console.log(JSON.parse(toJson(gradcheckFunction(cube))).tensors[0].worst[0].analytic);
 * // NaN
 */
export function toJson(report: GradcheckReport): string {
  expectReport("toJson", report);
  return `${writeJson(report)}\n`;
}

function checkLengths(lists: { readonly [name: string]: readonly unknown[] }, length: number, place: string) {
  for (const [name, { length: got }] of Object.entries(lists))
    if (got !== length) throw new Error(`${place}.${name} must have ${length} entries, got ${got}`);
}

const sizeOf = ({ shape }: TensorReport) => shape.reduce((size, n) => size * n, 1);

/**
 * The report that `toJson` wrote. Throws when the text is not JSON, is of another version, or is not a report, and says
 * where.
 *
 * @example
 * import { fromJson, gradcheckFunction, toJson } from "@nudge/gradcheck";
 *
 * const cube = { name: "cube", theta: [1], value: ([x]: Float64Array) => x ** 3, gradient: ([x]: Float64Array) => [3 * x ** 2] };
 * const saved = toJson(gradcheckFunction(cube));
 * console.log(fromJson(saved).verdict); // pass
 */
export function fromJson(text: string): GradcheckReport {
  if (typeof text !== "string") throw refusal("fromJson", "expected a text", text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`fromJson: not JSON: ${(error as Error).message}`);
  }
  const version = (value as { version?: unknown } | null)?.version;
  if (version !== undefined && version !== 1)
    throw new Error(`fromJson: expected a report of version 1, got version ${JSON.stringify(version)}`);
  try {
    const report = readAs(schema, schema, value, "report") as GradcheckReport;
    for (const [k, tensor] of report.tensors.entries()) {
      const place = `report.tensors[${k}]`;
      if (tensor.entries !== undefined)
        checkLengths({ ...tensor.entries }, sizeOf(tensor), `${place}.entries`);
      if (tensor.blocks !== undefined)
        checkLengths({ ...tensor.blocks }, tensor.blocks.place.length, `${place}.blocks`);
      const outside = tensor.blocks?.place.find((k) => k >= sizeOf(tensor));
      if (outside !== undefined)
        throw new Error(`${place}.blocks.place must be below ${sizeOf(tensor)}, got ${outside}`);
    }
    for (const [k, { steps, errors, remainders }] of report.curves.entries())
      checkLengths({ errors, remainders }, steps.length, `report.curves[${k}]`);
    return report;
  } catch (error) {
    throw new Error(`fromJson: ${(error as Error).message}`);
  }
}
