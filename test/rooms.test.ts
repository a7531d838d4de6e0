// The rooms of docs/architecture.md are those of the code: a file imports, types too, from its own room and from rooms
// above it in the table of its package, and from packages above its own; and no files import each other in a circle.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

const names = ["core", "layers", "gradcheck"];
/** The packages that each may import. */
const above: Record<string, readonly string[]> = { core: [], layers: ["core"], gradcheck: ["core"] };

/** The rooms of a package, from the ground up, as the table under its name says. */
function roomsOf(name: string): string[] {
  const text = readFileSync("docs/architecture.md", "utf8");
  const [, section] = text.match(new RegExp(`^## ${name}\\n(.*?)(?=^## |$(?![\\s\\S]))`, "ms"))!;
  return [...section.matchAll(/^\| `([\w/]+\/)`/gm)].map(([, room]) => room);
}

const rooms = new Map(names.map((name) => [name, roomsOf(name)]));

/** The sources of a package, from `src` on; tests are no rooms. */
const sourcesOf = (name: string) =>
  readdirSync(`packages/${name}/src`, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
    .map((path) => `packages/${name}/src/${path}`);

const files = names.flatMap(sourcesOf);

/** What a file imports or passes on: files by their path, packages by their name. */
function importsOf(file: string): string[] {
  // Those in the examples of docstrings are no imports of the file.
  const code = readFileSync(file, "utf8").replaceAll(/\/\*\*.*?\*\//gs, "");
  const statements = code.matchAll(/(?:^(?:import|export)\b[^;"=]*|\bimport\(\s*)"([^"]+)"/gm);
  const specifiers = [...statements].map(([, path]) => path);
  return specifiers.map((path) => (path.startsWith(".") ? normalize(join(dirname(file), path)) : path));
}

const packageOf = (file: string) => file.split("/")[1];
const pathIn = (file: string) => file.split("/").slice(3).join("/");

/** The place of a file's room in the table, from 0 on; that of entries, which may import all, behind the last. */
function floorOf(file: string): number {
  const all = rooms.get(packageOf(file))!;
  const path = pathIn(file);
  if (!path.includes("/")) return all.length;
  const own = all.filter((room) => path.startsWith(room)).sort((a, b) => b.length - a.length)[0];
  return all.indexOf(own);
}

/** Folders whose files import each other in circles. */
const circular: readonly string[] = ["packages/core/src/tensor", "packages/gradcheck/src/subject"];

test.each(names)("every folder of %s is a room of the table, and every room a folder", (name) => {
  expect(sourcesOf(name).filter((file) => floorOf(file) < 0)).toEqual([]);
  expect(rooms.get(name)!.filter((room) => !existsSync(`packages/${name}/src/${room}`))).toEqual([]);
});

test("files import from their own room and from rooms above it", () => {
  const against = files.flatMap((file) =>
    importsOf(file).flatMap((target) => {
      if (target.startsWith("@nudge/"))
        return above[packageOf(file)].includes(target.split("/")[1]) ? [] : [`${file} -> ${target}`];
      if (!target.startsWith("packages/") || !target.endsWith(".ts")) return [];
      const isAbove = packageOf(target) === packageOf(file) && floorOf(target) <= floorOf(file);
      return isAbove ? [] : [`${file} -> ${target}`];
    }),
  );
  expect(against).toEqual([]);
});

test("no files import each other in a circle", () => {
  const graph = new Map(
    files.map((file) => [file, importsOf(file).filter((target) => files.includes(target))]),
  );
  const done = new Set<string>();
  const circles = new Set<string>();
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) circles.add([...path.slice(path.indexOf(file)), file].join(" -> "));
    else if (!done.has(file)) {
      for (const target of graph.get(file)!) visit(target, [...path, file]);
      done.add(file);
    }
  };
  for (const file of files) visit(file, []);
  const known = (circle: string) => circle.split(" -> ").every((file) => circular.includes(dirname(file)));
  expect([...circles].filter((circle) => !known(circle))).toEqual([]);
});
