export { gradcheckMap, gradcheckMapAsync, type MapOptions } from "./gradcheck-map.ts";
export type { CheckOptions } from "./options.ts";
export type * from "./report/report.ts";
export type { MapSubject } from "./subject/map.ts";
