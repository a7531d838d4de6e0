import { join } from "node:path";
import type { Library } from "./trial.ts";

/** Where a library is installed. */
export const folderOf = ({ name }: Library): string => join(import.meta.dirname, "libraries-installed", name);
