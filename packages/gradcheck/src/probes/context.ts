// What the probes look at: one forward and backward pass at the given point, and the sandbox to run more of them.
import type { Tensor } from "@nudge/core";
import type { Gradients } from "../sandbox/gradients.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { Finding, FindingKind } from "../words/report.ts";

export interface ProbeContext {
  readonly sandbox: Sandbox;
  /** The upstream gradient; each backward pass gets a fresh copy. */
  readonly upstream: Tensor;
  /** The output of the first forward pass. */
  readonly output: Float64Array;
  /** The gradients of the first backward pass. */
  readonly gradients: Gradients;
}

export function failure(
  kind: FindingKind,
  message: string,
  place: { tensor?: string; index?: number[] } = {},
): Finding {
  return { kind, severity: "failure", ...place, message };
}

export function note(
  kind: FindingKind,
  message: string,
  place: { tensor?: string; index?: number[] } = {},
): Finding {
  return { kind, severity: "note", ...place, message };
}

/** Equal to the bit, NaN included. */
export function sameBits(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i]) && a[i] !== b[i]) return false;
  return a.length === b.length;
}

/** ‖a − b‖ / ‖b‖; 0 where both are 0. */
export function relativeDistance(a: Float64Array, b: Float64Array): number {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i]) || Number.isNaN(b[i])) continue;
    difference = Math.hypot(difference, a[i] - b[i]);
    size = Math.hypot(size, b[i]);
  }
  return difference === 0 ? 0 : difference / size;
}
