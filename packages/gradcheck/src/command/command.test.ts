// The command line as a user runs it: on files in a folder of theirs.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { buildProgram } from "../../test/program.ts";
import { fromJson } from "../report/json.ts";

const root = resolve(import.meta.dirname, "../../../..");
const node = ["--conditions=@nudge/source", "--import", "tsx"];

// Where the packages can be imported by name.
const folder = mkdtempSync(join(root, "examples/node_modules/.gradcheck-"));
afterAll(() => rmSync(folder, { recursive: true }));

const scale = (gain: string) => `
import { defineLayer, mean, multiply, ones, sum } from "@nudge/core";

export const scale = defineLayer("scale", (size: number, { shift = 0 }: { shift?: number } = {}) => ({
  parameters: { gain: ones([size]) },
  forward: (x, { gain }) => [multiply(x, gain), x],
  backward: (dy, x, { gain }) => ({ input: multiply(dy, gain), gain: ${gain}(multiply(dy, x), 0) }),
}));
`;

const files: { readonly [name: string]: string } = {
  "right.ts": scale("sum"),
  "wrong.ts": scale("mean"),
  "many.gradcheck.ts": `
import { tensor, zeros } from "@nudge/core";
import { defineCheck } from "@nudge/gradcheck";
import { scale as right } from "./right.js";
import { scale as wrong } from "./wrong.ts";

export const one = defineCheck("right, four rows", right(3), { input: [4, 3], seed: 7 });
export const same = one;
export default [
  defineCheck("wrong, four rows", wrong(3), { input: [4, 3] }),
  [defineCheck("cube", { theta: [2], value: ([x]) => x ** 3, gradient: ([x]) => [3 * x * x] })],
];
export const notACheck = { name: "no" };
`,
  "undecided.gradcheck.ts": `
import { tensor, zeros } from "@nudge/core";
import { defineCheck } from "@nudge/gradcheck";
const flat = { tensors: { x: tensor([1, 2]) }, forward: () => [zeros([2]), 0], backward: () => ({ x: zeros([2]) }) };
export const undecided = defineCheck("undecided", flat);
`,
  "plain.mjs": `
import { defineCheck } from "@nudge/gradcheck";
export const square = { name: "square", theta: [3], value: ([x]) => x * x, gradient: ([x]) => [2 * x] };
export const squared = defineCheck("squared", square);
`,
  "wide.ts": `
import { add, defineLayer } from "@nudge/core";
export const sum = defineLayer("sum", () => ({
  forward: ({ a, b }) => [add(a, b), 0],
  backward: (dy) => ({ input: { a: dy, b: dy } }),
}));
export const loss = { name: "loss", args: [], forward: () => [0, 0], backward: () => 0, toString: () => "loss()" };
export const refuses = (size: number) => {
  throw new RangeError(\`no \${size}\`);
};
`,
  "syntax.ts": "export const x = ;\n",
  "syntax.mjs": "\nexport const x = ;\n",
  "throws.ts": `
function inner(): never {
  throw new TypeError("on purpose");
}
inner();
`,
  "imports.ts": `import { nothing } from "nothing-like-it";\nexport const x = nothing;\n`,
  "option.gradcheck.ts": `
import { defineCheck } from "@nudge/gradcheck";
import { scale } from "./right.ts";
export const one = defineCheck("one", scale(3), {
  inputs: [4, 3],
} as never);
`,
  "empty.ts": "export {};\n",
  "typo.gradcheck.ts": `
import { defineCheck } from "@nudge/gradcheck";
import { scale } from "./right.ts";
export const one = defineCheck("one", scale(3), { input: [4, 3], tensors: ["gian"] });
`,
  "faulty.gradcheck.ts": `
import { defineLayer, multiply, ones } from "@nudge/core";
import { defineCheck } from "@nudge/gradcheck";
import { scale as right } from "./right.ts";
import { scale as wrong } from "./wrong.ts";
let calls = 0;
const broken = defineLayer("broken", () => ({
  parameters: { gain: () => { if (++calls > 1) throw new TypeError("on purpose"); return ones([3]); } },
  forward: (x, { gain }) => [multiply(x, gain), x],
  backward: (dy) => ({ input: dy, gain: dy }),
}));
export const a = defineCheck("a typo", right(3), { input: [4, 3], tensors: ["gian"] });
export const b = defineCheck("breaks off", broken(), { input: [4, 3] });
export const c = defineCheck("right", right(3), { input: [4, 3] });
export const d = defineCheck("upstream", right(3), { input: [4, 3], upstream: [4, 2] });
export const e = defineCheck("wrong", wrong(3), { input: [4, 3] });
`,
  "process.cjs": `
const wire = (data) => ({ shape: [data.length], data });
const answers = {
  describe: () => ({ nudge: 1, name: "square", tensors: { x: wire([1, 2]) } }),
  forward: ({ tensors: { x } }) => ({ output: wire(x.data.map((v) => v * v)) }),
  backward: ({ upstream, tensors: { x } }) => ({
    gradients: { x: wire(x.data.map((v, i) => Number(process.argv[2].split(" ")[0]) * v * upstream.data[i])) },
  }),
};
require("node:readline").createInterface(process.stdin).on("line", (line) => {
  const question = JSON.parse(line);
  console.log(JSON.stringify(answers[question.call](question)));
});
`,
  "model.ts": `
import { createModel } from "@nudge/core";
import { scale } from "./right.ts";
export const model = createModel(scale(3));
`,
};
mkdirSync(join(folder, "sub"));
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);

const commands = {
  help: ["--help"],
  version: ["-v"],
  many: ["many.gradcheck.ts"],
  wrongOnly: ["many.gradcheck.ts", "--only-wrong"],
  filter: ["many.gradcheck.ts", "--filter", "right", "--only-wrong"],
  list: ["many.gradcheck.ts", "plain.mjs", "--list"],
  overridden: ["many.gradcheck.ts", "--filter", "wrong", "--seed", "3", "--points", "2", "--epsilon", "1e-4"],
  strict: ["many.gradcheck.ts", "--filter", "wrong", "--threshold", "0.9"],
  plain: ["plain.mjs"],
  files: ["many.gradcheck.ts", "--json", "out.json", "--html", "out.html"],
  page: ["plain.mjs", "--html", "sub/page.html"],
  undecided: ["undecided.gradcheck.ts"],
  allowed: ["undecided.gradcheck.ts", "--allow-inconclusive"],
  notAllowed: ["undecided.gradcheck.ts", "many.gradcheck.ts", "--allow-inconclusive"],
  direct: ["wrong.ts#scale", "--args", "3, { shift: 1 }", "--input", "4,3", "--seed", "7"],
  directRight: ["right.ts#scale", "--args", "3", "--input", "[8, 3]"],
  named: ["wide.ts#sum", "--input", "a=4,3", "--input", "b=4,3"],
  directFunction: ["plain.mjs#square"],
  directCheck: ["plain.mjs#squared"],
  repeated: ["many.gradcheck.ts#default.0"],
  processes: ["--command", `node process.cjs "2 or so"`, "--command=node process.cjs -2", "--seed", "3"],
  processAndFile: ["plain.mjs", "--command", "node process.cjs 2", "--list"],

  unclosed: ["--command", "node 'process.cjs"],
  noProcess: ["--command", "no-such-program-here"],
  unknown: ["right.ts", "--treshold", "1"],
  noNumber: ["plain.mjs", "--seed", "seven"],
  badNumber: ["plain.mjs", "--points", "0"],
  badShape: ["right.ts#scale", "--args", "3", "--input", "4,x3"],
  badList: ["right.ts#scale", "--args", "3,", "--input", "4,3"],
  unnamed: ["wide.ts#sum", "--input", "a=4,3", "--input", "4,3"],
  missingFile: ["nowhere.ts"],
  emptyFolder: ["sub"],
  isFolder: ["sub#scale"],
  noChecks: ["right.ts"],
  empty: ["empty.ts"],
  misplaced: ["many.gradcheck.ts", "--input", "4,3"],
  noExport: ["right.ts#scall"],
  noInput: ["right.ts#scale", "--args", "3"],
  noArgs: ["right.ts#scale", "--input", "4,3"],
  isLoss: ["wide.ts#loss"],
  refuses: ["wide.ts#refuses", "--args", "3"],
  noMatch: ["many.gradcheck.ts", "--filter", "sideways"],
  unwritable: ["plain.mjs", "--json", "plain.mjs/out.json"],
  syntax: ["syntax.ts"],
  syntaxPlain: ["syntax.mjs"],
  throws: ["throws.ts"],
  imports: ["imports.ts"],
  option: ["option.gradcheck.ts"],
  typo: ["typo.gradcheck.ts"],
  faulty: ["faulty.gradcheck.ts", "--json", "faulty.json", "--html", "faulty.html"],
  isModel: ["model.ts#model"],
};

type Name = keyof typeof commands;
const runner = join(root, "packages/gradcheck/test/run-commands.ts");
const printed = execFileSync(process.execPath, [...node, runner, JSON.stringify(Object.values(commands))], {
  cwd: folder,
  encoding: "utf8",
});
const results = new Map<string, { code: number; stdout: string; stderr: string }>(
  Object.keys(commands).map((name, k) => [name, JSON.parse(printed)[k]]),
);
const resultOf = (name: Name) => results.get(name)!;
/** What was printed, with broken commands in one line. */
const joined = (name: Name) => resultOf(name).stdout.replaceAll(/ \\\n +/g, " ");
const read = (name: string) => readFileSync(join(folder, name), "utf8");

describe("checks that a file exports", () => {
  test("are found under any name and in arrays, run once each, and summed up", () => {
    const { code, stdout, stderr } = resultOf("many");
    expect(stderr).toBe("");
    expect(stdout).toContain("wrong, four rows: scale(3)\n");
    expect(stdout).toContain("cube: f\n");
    expect(stdout.match(/^gradient check passed/gm)).toHaveLength(2);
    expect(stdout.match(/^gradient check FAILED/gm)).toHaveLength(1);
    expect(stdout).toMatch(
      /^right, four rows: .*\ninput drawn, .*\n15 entries: 15 passed, 0 wrong {2}\(seed 7,/m,
    );
    expect(stdout).toMatch(/\n3 checks: 2 passed, 1 failed\n$/);
    expect(code).toBe(1);
  });

  test("are repeated by the line that is printed", () => {
    expect(resultOf("many").stdout).toContain("replay  npx gradcheck many.gradcheck.ts#default.0\n");
    expect(joined("overridden")).toContain(
      "npx gradcheck many.gradcheck.ts#default.0 --seed 3 --points 2 --epsilon 0.0001",
    );
    expect(resultOf("repeated").stdout).toMatch(/^gradient check FAILED .*\nwrong, four rows: scale\(3\)\n/);
  });

  test("may be plain JavaScript", () => {
    const { code, stdout } = resultOf("plain");
    expect(stdout).toMatch(/^gradient check passed .*\nsquared: square\n/);
    expect(stdout).not.toContain("1 check");
    expect(code).toBe(0);
  });

  test("are chosen by their names, and listed without being run", () => {
    expect(resultOf("filter")).toMatchObject({ code: 0, stdout: "1 check: 1 passed\n" });
    expect(resultOf("list")).toEqual({
      code: 0,
      stdout: "  right, four rows\n  wrong, four rows\n  cube\n  squared\n",
      stderr: "",
    });
  });

  test("take the options of the command line", () => {
    expect(resultOf("overridden").stdout).toContain("(seed 3,");
    expect(resultOf("overridden")).toMatchObject({ code: 1 });
    expect(resultOf("strict")).toMatchObject({ code: 0 });
  });

  test("leave out what passed on request", () => {
    const { code, stdout } = resultOf("wrongOnly");
    expect(stdout.match(/^gradient check/gm)).toHaveLength(1);
    expect(stdout).toMatch(/^ {2}gain /m);
    expect(stdout).not.toMatch(/^ {2}input /m);
    expect(stdout).toMatch(/3 checks: 2 passed, 1 failed\n$/);
    expect(code).toBe(1);
  });

  test("that are inconclusive do not pass unless that is allowed, and never hide a failure", () => {
    expect(resultOf("undecided")).toMatchObject({ code: 1 });
    expect(resultOf("undecided").stdout).toMatch(/^gradient check INCONCLUSIVE/);
    expect(resultOf("allowed")).toMatchObject({ code: 0 });
    expect(resultOf("notAllowed")).toMatchObject({ code: 1 });
    expect(resultOf("notAllowed").stdout).toMatch(/4 checks: 2 passed, 1 failed, 1 inconclusive\n$/);
  });
});

describe("an export", () => {
  test("is called with its arguments and checked as a layer", () => {
    const { code, stdout } = resultOf("direct");
    expect(stdout).toMatch(
      /^gradient check FAILED .*\nscale\(3, { shift: 1 }\)\ninput drawn, .*\n15 entries: .*\(seed 7,/,
    );
    expect(joined("direct")).toContain(
      `npx gradcheck wrong.ts#scale --args '3,{"shift":1}' --input 4,3 --seed 7\n`,
    );
    expect(code).toBe(1);
    expect(resultOf("directRight")).toMatchObject({ code: 0 });
    expect(resultOf("directRight").stdout).toMatch(/^ {2}input +\[8, 3\]/m);
  });

  test("may have several inputs, and be a function or a check", () => {
    expect(resultOf("named").stdout).toMatch(/^ {2}input\.a +\[4, 3\][\s\S]*^ {2}input\.b +\[4, 3\]/m);
    expect(resultOf("directFunction").stdout).toContain("\nsquare\n");
    expect(resultOf("directCheck").stdout).toContain("\nsquared: square\n");
    for (const name of ["named", "directFunction", "directCheck"] as const)
      expect(resultOf(name)).toMatchObject({ code: 0, stderr: "" });
  });
});

test("a process is checked by its command line, beside files too", () => {
  const { code, stdout, stderr } = resultOf("processes");
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^gradient check passed .*\nsquare\n[\s\S]*^gradient check FAILED .*\nsquare\n/m);
  expect(joined("processes")).toContain("npx gradcheck --command 'node process.cjs -2' --seed 3");
  expect(code).toBe(1);
  expect(resultOf("processAndFile")).toEqual({ code: 0, stdout: "  squared\n  square\n", stderr: "" });
});

describe("files", () => {
  test("hold the reports as JSON", () => {
    const reports = JSON.parse(read("out.json")) as object[];
    const subjects = reports.map((report) => fromJson(JSON.stringify(report)).subject);
    expect(subjects).toEqual(["right, four rows: scale(3)", "wrong, four rows: scale(3)", "cube: f"]);
  });

  test("hold a page of all reports", () => {
    expect(read("out.html")).toMatch(/right, four rows[\s\S]*wrong, four rows/);
    expect(read("sub/page.html")).toContain("<title>squared: square");
    expect(resultOf("files").stdout).toMatch(/\n\nwrote out\.html, out\.json\n$/);
  });
});

test("help and version are printed", () => {
  expect(resultOf("help")).toMatchObject({ code: 0, stderr: "" });
  for (const option of ["--filter", "--only-wrong", "--allow-inconclusive"])
    expect(resultOf("help").stdout).toContain(option);
  for (const line of resultOf("help").stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  expect(resultOf("version")).toEqual({ code: 0, stdout: "1.2.3\n", stderr: "" });
});

test.each<[Name, RegExp]>([
  [
    "unknown",
    /^gradcheck: unknown option --treshold, did you mean --threshold\?; all options: gradcheck --help\n$/,
  ],
  [
    "unclosed",
    /^gradcheck: --command must be a command such as 'python3 layer\.py', got "node 'process\.cjs"\n$/,
  ],
  ["noProcess", /^gradcheck: commandMap\(no-such-program-here\): it cannot be started: spawn .*ENOENT\n$/],
  ["noNumber", /^gradcheck: --seed must be a number, got "seven"\n$/],
  ["badNumber", /^gradcheck: squared: points must be a whole number above 0, got 0\n$/],
  ["badShape", /^gradcheck: --input must be a shape such as 4,3.*got "4,x3"\n$/],
  ["badList", /^gradcheck: --args must be values with commas between them.*got "3,"\n$/],
  ["unnamed", /^gradcheck: --input is given more than once.*got "4,3"\n$/],
  ["missingFile", /^gradcheck: nowhere\.ts: there is no such file in .*\n$/],
  ["emptyFolder", /^gradcheck: no file in sub is called \*\.gradcheck\.ts, or \.js: .*gradcheck --help\n$/],
  ["isFolder", /^gradcheck: sub is a folder: #EXPORT belongs to a file\n$/],
  [
    "noChecks",
    /^gradcheck: right\.ts exports no checks[\s\S]*defineCheck\("scale", scale\(3\), [\s\S]*npx gradcheck right\.ts#scale --args 3 --input 4,3\n$/,
  ],
  ["empty", /^gradcheck: empty\.ts exports no checks[\s\S]*defineCheck\("scale", scale\(3\)/],
  ["misplaced", /^gradcheck: --args and --input belong to FILE#EXPORT/],
  ["noExport", /^gradcheck: right\.ts exports no "scall"; it exports scale\n$/],
  ["noInput", /^gradcheck: scale\(3\) is a layer: give the shape of its input, as in --input 4,3\n$/],
  [
    "isLoss",
    /^gradcheck: loss\(\) is a loss: check it in a file: defineCheck\("loss\(\)", loss\(\), { prediction/,
  ],
  [
    "isModel",
    /^gradcheck: model is a model: check it in a file: defineCheck\("model", model, { input, target, loss }\)\n$/,
  ],
  [
    "noMatch",
    /^gradcheck: no check has "sideways" in its name; there are\n {2}right, four rows\n {2}wrong, four/,
  ],
  ["unwritable", /^gradcheck: plain\.mjs\/out\.json cannot be written: (EEXIST|ENOTDIR)/],
  ["typo", /^gradcheck: one: tensors: no tensor is called "gian"; there are "input", "gain"\n$/],
])("a mistake in the command is refused without a stack: %s", (name, message) => {
  const { code, stderr } = resultOf(name);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(code).toBe(2);
});

test("a faulty check loses no others, and a bug keeps its stack", () => {
  const { code, stdout, stderr } = resultOf("faulty");
  expect(stderr).toMatch(/^gradcheck: a typo: tensors: no tensor is called "gian"; .*\n/);
  expect(stderr).toMatch(
    /^gradcheck: breaks off broke off\n.*TypeError: on purpose\n( +at .*\n)* +at .*faulty\.gradcheck\.ts:8:\d+/m,
  );
  expect(stderr).toMatch(/^gradcheck: upstream: upstream must be \[4, 3\] .*, got \[4, 2\]\n/m);
  expect(stdout.match(/^gradient check/gm)).toHaveLength(2);
  expect(stdout).toMatch(/^5 checks: 1 passed, 1 failed, 3 could not be run$/m);
  expect(stdout).toMatch(/\n\nwrote faulty\.html, faulty\.json\n$/);
  expect(JSON.parse(read("faulty.json"))).toHaveLength(2);
  expect(code).toBe(2);
});

test.each<[Name, RegExp]>([
  ["syntax", /^gradcheck: syntax\.ts could not be loaded\n[\s\S]*syntax\.ts:1:1[78]/],
  ["syntaxPlain", /^gradcheck: syntax\.mjs could not be loaded\n[\s\S]*syntax\.mjs:2\n/],
  ["throws", /TypeError: on purpose\n +at inner \(.*throws\.ts:3:9\)\n +at .*throws\.ts:5:/],
  [
    "imports",
    /^gradcheck: imports\.ts could not be loaded\nError: Cannot find module 'nothing-like-it'\n +at/,
  ],
  ["option", /unknown option "inputs", did you mean "input"\?\n +at .*option\.gradcheck\.ts:4:\d+\)?\n$/],
  ["noArgs", /^gradcheck: right\.ts#scale could not be called without arguments \(give them with --args\)\n/],
  [
    "refuses",
    /^gradcheck: wide\.ts#refuses could not be called with \[3\]\nRangeError: no 3\n +at .*wide\.ts:9:9/,
  ],
])("a mistake in a file is shown with the user's line: %s", (name, message) => {
  const { code, stdout, stderr } = resultOf(name);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/node:internal|jiti|packages\/(core|gradcheck)/);
  expect(stdout).toBe("");
  expect(code).toBe(2);
});

const program = buildProgram();
afterAll(() => program.remove());

/** Runs the program on a file, or with arguments, until it ends, and is told of what it prints. */
function runProgram(
  file: string | readonly string[],
  hears: (text: string, interrupt: () => void) => void = () => undefined,
  variables: Readonly<Record<string, string>> = {},
): Promise<{ output: string; code: number | null }> {
  const child = spawn(process.execPath, [program.bin, ...[file].flat()], {
    cwd: folder,
    env: { ...process.env, ...variables },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data) => {
      output += data;
      hears(String(data), () => child.kill("SIGINT"));
    });
  return new Promise((resolve) => child.on("close", (code) => resolve({ output, code })));
}

test("FORCE_COLOR colours what goes through a pipe, and 0 does not", async () => {
  const output = async (force: string) =>
    (
      await runProgram(["many.gradcheck.ts", "--filter", "cube", "--quiet"], () => undefined, {
        FORCE_COLOR: force,
      })
    ).output;
  expect(JSON.stringify(await output("1"))).toMatch(/^"\\u001b\[32mpassed/);
  expect(await output("0")).toMatch(/^passed/);
});

test("the program waits for a process from the thread of its checks", async () => {
  const { output, code } = await runProgram(["--command", "node process.cjs 2"]);
  expect(output).toMatch(/^gradient check passed .*\nsquare\n/);
  expect(code).toBe(0);
});

test("a second Ctrl-C ends the program, whatever the subject does", async () => {
  writeFileSync(
    join(folder, "endless.gradcheck.ts"),
    `
import { writeSync } from "node:fs";
import { defineCheck } from "@nudge/gradcheck";

let calls = 0;
const value = ([x]: Float64Array) => {
  if (++calls > 10) {
    writeSync(1, "endless");
    for (;;);
  }
  return x * x;
};
export const endless = defineCheck("endless", { theta: [1], value, gradient: ([x]: Float64Array) => [2 * x] });
`,
  );
  // It is told to stop, and when that is said not to help, once more.
  const { output, code } = await runProgram("endless.gradcheck.ts", (_, interrupt) => interrupt());
  expect(output).toBe("endlessgradcheck: the subject is still busy; another Ctrl-C ends the program\n");
  expect(code).toBe(130);
});

test.each([
  [
    "that ends the program",
    "process.exit(0);",
    2,
    /^gradcheck: odd\.gradcheck\.ts could not be loaded\nError: process\.exit\(0\) is called\n[\s\S]* at .*odd\.gradcheck\.ts:3/,
  ],
  [
    "that waits for ever",
    "await new Promise(() => {});",
    2,
    /^gradcheck: a file of checks awaits what never comes/,
  ],
  ["with an open timer", "setInterval(() => {}, 1e6);", 0, /^gradient check passed/],
  [
    "that throws behind the checks",
    'setTimeout(() => { throw new Error("\\u001b[2J"); }, 0); await new Promise(() => {});',
    2,
    /^gradcheck: Error: \\u001b\[2J\n/,
  ],
  [
    "with an array within itself",
    "export const within = []; within.push(within);",
    0,
    /^gradient check passed/,
  ],
  [
    "that throws what no one can print",
    "throw Object.create(null);",
    2,
    /^gradcheck: odd\.gradcheck\.ts could not be loaded\n/,
  ],
])("a file %s comes to an end", async (_, statement, expected, message) => {
  writeFileSync(
    join(folder, "odd.gradcheck.ts"),
    `
import { defineCheck } from "@nudge/gradcheck";
${statement}
export const square = defineCheck("square", { theta: [1], value: ([x]) => x * x, gradient: ([x]) => [2 * x] });
`,
  );
  const { output, code } = await runProgram("odd.gradcheck.ts");
  expect(output).toMatch(message);
  expect(code).toBe(expected);
});

test("Ctrl-C shows what was found so far, names what was not run, and leaves θ as it was", async () => {
  writeFileSync(
    join(folder, "slow.gradcheck.ts"),
    `
import { createModel, defineLayer, defineLoss, mean, multiply, ones, square, zeros } from "@nudge/core";
import { defineCheck } from "@nudge/gradcheck";
import { scale } from "./wrong.ts";

let calls = 0;
const loss = defineLoss("loss", () => ({
  forward: (p) => {
    const until = performance.now() + 0.2;
    while (performance.now() < until);
    if (++calls === 1000) process.kill(process.pid, "SIGINT");
    return [mean(square(p)), p];
  },
  backward: (p) => multiply(p, 2 / p.size),
}));
const model = createModel(scale(2000));
const before = model.theta.slice();
process.on("exit", () => console.log(model.theta.every((x, i) => x === before[i]) ? "same" : "changed"));
export const slow = defineCheck("slow", model, { input: ones([2, 2000]), target: zeros([2, 2000]), loss: loss() });
export const z = defineCheck("never run", scale(3), { input: [4, 3] });
`,
  );
  const { output, code } = await runProgram("slow.gradcheck.ts");
  expect(output).toMatch(/^stopped; this was found so far:\n\ngradient check FAILED/);
  const [, wrong, rest] = output.match(/2000 entries: 0 passed, (\d+) wrong, (\d+) inconclusive/)!;
  expect(Number(wrong)).toBeGreaterThan(0);
  expect(Number(wrong) + Number(rest)).toBe(2000);
  expect(output).toContain("hint    entries that were not reached count as inconclusive\n");
  expect(output).toMatch(/not run:\n {2}never run\n\n1 check: 1 failed\nsame\n$/);
  expect(code).toBe(130);
});
