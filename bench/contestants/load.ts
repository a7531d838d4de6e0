import { createRequire } from "node:module";
import { resolve } from "node:path";

/** A module as its folder in bench/rivals resolves it; the processes of contestants run in bench. */
export const load = (rival: string, name = rival) =>
  createRequire(resolve("rivals", rival, "package.json"))(name);
