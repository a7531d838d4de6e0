// Documents lead somewhere: their links, the files that they name, and the code that they quote.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const folders = [".", "docs", "bench", "packages/core", "packages/layers", "packages/gradcheck"];
const documents = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name)),
);

const withoutCode = (text: string) => text.replace(/^```.*?^```$/gms, "");
const read = (path: string) => readFileSync(path, "utf8");

/** Where the repository is read by those who have an installed package, in which other files are missing. */
const repository = "https://github.com/nudge-ml/nudge/blob/main/";

/** Of "## Adding a layer": "adding-a-layer". */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

const headingsOf = (text: string) =>
  [...withoutCode(text).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading);

/** Whether a link leads to a file or folder, and to a heading of it. */
function leads(from: string, link: string): boolean {
  const [path, anchor] = (link.startsWith(repository) ? `/${link.slice(repository.length)}` : link).split(
    "#",
  );
  const target = path === "" ? from : path.startsWith("/") ? path.slice(1) : join(dirname(from), path);
  if (!existsSync(target)) return false;
  return anchor === undefined || headingsOf(read(target)).map(anchorOf).includes(anchor);
}

/** What a pattern finds in all documents, with the document. */
const findAll = (pattern: RegExp, textOf: (document: string) => string) =>
  documents.flatMap((from) => [...textOf(from).matchAll(pattern)].map(([, ...found]) => ({ from, found })));

const prose = (document: string) => withoutCode(read(document));

test("links lead somewhere, and in an installed package, where other files are missing, to the repository", () => {
  const links = findAll(/\]\(([^)\s]+)\)/g, (document) => prose(document).replace(/`[^`\n]*`/g, "code"))
    .map(({ from, found: [link] }) => ({ from, link, isFull: link.startsWith(repository) }))
    .filter(({ link, isFull }) => isFull || !/^\w+:/.test(link));
  const leadsOn = ({ from, link, isFull }: (typeof links)[number]) =>
    leads(from, link) && (isFull || link.startsWith("#") || !from.startsWith("packages/"));
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((link) => !leadsOn(link))).toEqual([]);
});

test("the files that are named exist", () => {
  const roots = [".", ...["core", "layers", "gradcheck"].map((name) => `packages/${name}/src`)];
  const named = findAll(/`([\w./-]+\/[\w.-]+\.(?:ts|mjs|md|json))`/g, prose);
  const exists = (file: string) => roots.some((root) => existsSync(join(root, file)));
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter(({ found: [file] }) => !exists(file))).toEqual([]);
});

test("the commands that are named exist", () => {
  const { scripts } = JSON.parse(read("package.json"));
  const commands = findAll(/npm run (?:-s )?(\w+)/g, read);
  expect(commands.length).toBeGreaterThan(0);
  expect(commands.filter(({ found: [name] }) => !(name in scripts))).toEqual([]);
});

test("the picture of the rooms has them all", () => {
  const text = read("docs/architecture.md");
  const [, picture] = text.match(/^```text\n(.*?)^```$/ms)!;
  const rooms = [...text.matchAll(/^\| `(?:\w+\/)*(\w+)\/`/gm)].map(([, room]) => room);
  expect(rooms.length).toBeGreaterThan(0);
  expect(rooms.filter((room) => !picture.split(/\W+/).includes(room))).toEqual([]);
});

const quotes = findAll(/^```ts\n\/\/ (packages\/\S+)\n(.*?)^```$/gms, read);

test.each(quotes.map(({ from, found: [file, code] }) => ({ from, file, code })))(
  "what $from quotes of $file stands there",
  ({ file, code }) => expect(read(file)).toContain(code),
);
