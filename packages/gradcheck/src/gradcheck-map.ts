import type { Tensor } from "@nudge/core";
import { check } from "./check.ts";
import { type AsyncOptions, drain, drainAsync } from "./drive.ts";
import { type CheckOptions, settingsOf } from "./options.ts";
import type { GradcheckReport } from "./report/report.ts";
import { type MapSubject, subjectOfMap } from "./subject/map.ts";
import type { ShapeOrValues } from "./subject/values.ts";

export interface MapOptions extends CheckOptions {
  /** The gradient of the number under test with respect to the output: values, or a shape to draw. */
  upstream?: ShapeOrValues;
}

type Named = { readonly [name: string]: Tensor };

function start<T extends Named, C>(map: MapSubject<T, C>, options: MapOptions, own: readonly string[]) {
  const settings = settingsOf("gradcheckMap", options, own);
  return check("gradcheckMap", subjectOfMap(map, options.upstream, settings.seed), settings);
}

export function gradcheckMap<T extends Named, C>(
  map: MapSubject<T, C>,
  options: MapOptions = {},
): GradcheckReport {
  return drain(start(map, options, ["upstream"]));
}

/** As `gradcheckMap`, between other work: for `signal` and `onProgress`. */
export async function gradcheckMapAsync<T extends Named, C>(
  map: MapSubject<T, C>,
  options: MapOptions & AsyncOptions = {},
): Promise<GradcheckReport> {
  return drainAsync(start(map, options, ["upstream", "signal", "onProgress"]), options);
}
