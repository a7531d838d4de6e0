// What a library brings to be tried, and what a person found in its source.
import type { GradcheckReport } from "@nudge/gradcheck";

/** One operation or layer of a library at one point. */
export interface Trial {
  readonly op: string;
  /** The point, as the tables call it: shapes, options, seed. No two trials of an operation have the same. */
  readonly at: string;
  check(): GradcheckReport | Promise<GradcheckReport>;
}

/** An adapter: every operation of a library, each at several points. */
export interface Library {
  readonly name: string;
  /** What npm installs of it, at exact versions; none of what does not come from npm. */
  readonly packages: Readonly<Record<string, string>>;
  /** Gives nothing where the machine does not have it, and says why on standard error. */
  open(load: Load): Promise<readonly Trial[] | undefined>;
}

/** A module by its name, as the folder of the library resolves it. */
type Load = (id: string) => Promise<unknown>;

/** What a person found in the source of a library about an operation of which a trial fails. */
export interface Finding {
  readonly op: string;
  /** `false alarm`: the library is right, and the checker is not. */
  readonly kind: "bug" | "by design" | "false alarm";
  /** What the gradient should be, and what it is. */
  readonly cause: string;
  /** File and line in the published package. */
  readonly source: string;
  /** The first version that has it, where others were tried. */
  readonly since?: string;
  /** A module of a few lines, without Nudge, that runs in the folder of the library and prints what it computes. */
  readonly reproduction: string;
  /** What it should print, by a closed form or an exact difference. */
  readonly expected: string;
}
