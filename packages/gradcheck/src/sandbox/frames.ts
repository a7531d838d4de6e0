// Which lines of a stack are the user's: not those of Node, of a loader, or of these packages.

/** A place in a stack, as Node writes it on any system, with slashes: `/C:/me/layer.ts:8:19`. */
const withSlashes = (place: string) =>
  place
    .replace(/^file:\/\//, "")
    .replaceAll("\\", "/")
    .replace(/^(?=[A-Za-z]:\/)/, "/");

/** The folder that core lies in, in a clone of the repository beside the other packages; encoded as in URLs, and as in paths. */
function foldersOfPackages(): readonly string[] {
  try {
    // From <folder>/core/src/index.ts or <folder>/core/dist/index.js.
    const folder = withSlashes(new URL("../../", import.meta.resolve("@nudge/core")).href);
    return [folder, decodeURI(folder)];
  } catch {
    // In a bundle all code is one file, and nothing can be resolved: every line counts as the user's.
    return [];
  }
}

const folders = foldersOfPackages();

/** Installed packages are known by their names, those of a clone by where they lie; the tests of a clone count as the user's. */
function isForeign(place: string): boolean {
  if (place.includes("node:")) return true;
  const path = withSlashes(place);
  if (/\/node_modules\/(@nudge|jiti|tsx)\//.test(path)) return true;
  const folder = folders.find((one) => path.startsWith(one)) ?? path;
  return /^(core|layers|gradcheck)\/(?!.*\.test\.ts)/.test(path.slice(folder.length));
}

interface Frame {
  readonly line: string;
  readonly isForeign: boolean;
}

/** The frames of an error, innermost first: `    at make (/home/me/layer.ts:6:31)`, or without a function and brackets. */
const framesOf = ({ stack = "" }: Error): Frame[] =>
  String(stack)
    .split("\n")
    .flatMap((line) => {
      const [, place] = line.match(/^\s+at (?:.*\()?(.*?)\)?$/) ?? [];
      return place === undefined ? [] : [{ line, isForeign: isForeign(place.replace(/^async /, "")) }];
    });

/** The lines of the stack of an error that are the user's. */
export const ownFrames = (error: Error): string[] =>
  framesOf(error).flatMap(({ line, isForeign }) => (isForeign ? [] : [line]));

/** Where a pass of the subject threw: ` (my-layer.ts:8:19)`; nothing where that is not known. */
export function placeOf(error: Error): string {
  const frames = framesOf(error);
  const pass = frames.findIndex(({ line }) => /\bAttempts\.run /.test(line));
  const own = frames.slice(0, Math.max(pass, 0)).find(({ isForeign }) => !isForeign);
  const place = own?.line.match(/([^\\/(]+:\d+:\d+)\)?$/)?.[1];
  return place === undefined ? "" : ` (${place})`;
}
