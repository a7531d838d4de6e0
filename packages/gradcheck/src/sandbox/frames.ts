// Which lines of a stack are the user's: not those of Node, of the loader, or of these packages.

const foreign =
  /node:|node_modules[\\/](jiti|tsx)[\\/]|[\\/]@nudge[\\/]|[\\/]packages[\\/](core|layers|gradcheck)[\\/](src|test)[\\/](?!.*\.test\.ts)/;

const isFrame = (line: string) => /^\s+at /.test(line);

/** The frames of an error that are the user's, innermost first. */
export const ownFrames = ({ stack = "" }: Error): string[] =>
  stack.split("\n").filter((line) => isFrame(line) && !foreign.test(line));

/** Where a pass of the subject threw: ` (my-layer.ts:8:19)`; nothing where that is not known. */
export function placeOf(error: Error): string {
  const frames = (error.stack ?? "").split("\n").filter(isFrame);
  const sandbox = frames.findIndex((line) => /\bSandbox\.(forward|backward) /.test(line));
  const own = frames.slice(0, Math.max(sandbox, 0)).find((line) => !foreign.test(line));
  const place = own?.match(/([^\\/(]+:\d+:\d+)\)?$/)?.[1];
  return place === undefined ? "" : ` (${place})`;
}
