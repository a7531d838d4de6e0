// From the targets of the command line to the checks to be run.
import { existsSync } from "node:fs";
import type { Fault } from "../report/results.ts";
import type { Arguments } from "./arguments.ts";
import { checksOf, checksOfExport } from "./exports.ts";
import { filesOf } from "./files.ts";
import { LoadError, load, type Modules } from "./load.ts";
import { list, type Planned } from "./planned.ts";
import { checkOfProcess } from "./process.ts";
import { UsageError } from "./usage-error.ts";

/** The checks to be run, and what is in the way of others. */
export interface Plan {
  readonly checks: readonly Planned[];
  readonly faults: readonly Fault[];
}

/** A file, or one of its exports. */
interface Place {
  readonly file: string;
  readonly name?: string;
}

function placesOf(target: string): Place[] {
  if (!target.includes("#") || existsSync(target)) return filesOf(target).map((file) => ({ file }));
  const at = target.lastIndexOf("#");
  return [{ file: target.slice(0, at), name: target.slice(at + 1) }];
}

/** Refuses what is called as another one is: a report could be of either. */
function refuseTwins(checks: readonly Planned[]): Plan {
  const places = new Map<string, string>();
  const faults: Fault[] = [];
  const unique = checks.filter(({ name, file, place }) => {
    if (place === undefined) return true;
    const first = places.get(name);
    if (first === undefined) places.set(name, place);
    else if (first !== place)
      faults.push({
        name,
        file,
        message: `${place} is called "${name}", as ${first} is: give each check a name of its own`,
      });
    return first === undefined;
  });
  return { checks: unique, faults };
}

/**
 * The checks of all targets that the filter lets through; without any target, of the files of checks in this folder. What
 * cannot be loaded or started is a fault, and hides no other. Throws a `UsageError` where the filter lets nothing through.
 */
export async function plan(given: Arguments, modules: Modules): Promise<Plan> {
  const { commands, filter, args, input } = given;
  const targets = given.targets.length + commands.length > 0 ? given.targets : ["."];
  const faults: Fault[] = [];
  async function attempt<T>(
    of: Omit<Fault, "message">,
    act: () => readonly T[] | Promise<readonly T[]>,
  ): Promise<readonly T[]> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof UsageError) && !(error instanceof LoadError)) throw error;
      faults.push({ ...of, message: error.message });
      return [];
    }
  }
  const places: Place[] = [];
  for (const target of targets) places.push(...(await attempt({ name: target }, () => placesOf(target))));
  const whole = places.find(({ name }) => name === undefined);
  if (whole !== undefined && (args !== undefined || input !== undefined))
    throw new UsageError(
      `--args and --input belong to FILE#EXPORT; the checks of ${whole.file} have their own`,
    );
  const found: Planned[] = [];
  for (const { file, name } of places) {
    const checks = await attempt({ name: name === undefined ? file : `${file}#${name}`, file }, async () => {
      const exports = await load(file, modules);
      return name === undefined ? checksOf(file, exports, given) : checksOfExport(file, name, exports, given);
    });
    found.push(...checks);
  }
  for (const line of commands)
    found.push(...(await attempt({ name: line }, () => [checkOfProcess(line, given)])));
  const all = refuseTwins(found);
  const checks = all.checks.filter(({ name }) => filter === undefined || name.includes(filter));
  if (checks.length === 0 && found.length > 0)
    throw new UsageError(`no check has "${filter}" in its name; there are\n${list(found)}`);
  return { checks, faults: [...faults, ...all.faults] };
}
