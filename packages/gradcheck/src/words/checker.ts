import { name, version } from "../../package.json";

/** What checks, and of which version: "@nudge/gradcheck 0.1.0". */
export const checker = `${name} ${version}`;
