import type { GradcheckReport } from "../words/report.ts";

/** What is said of a wrong tensor that has no diagnosis: bisection does not look for one. */
export const unexplained = ({ method }: Pick<GradcheckReport, "method">): string =>
  method === "bisect" ? 'why, a check by method "full" may say' : "no simple pattern";
