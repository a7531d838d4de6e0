// Writes the page of all layers and losses, and the pictures of the activations, from the tables of the tests and from
// the docstrings:
//
//   npm run -s example scripts/layers-page.ts
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { formatShape, isTensor, ones, rng, type Tensor, tensor } from "../packages/core/src/index.ts";
import { initialize } from "../packages/core/src/internal.ts";
import { losses } from "../packages/layers/test/loss-table.ts";
import { drawInput, type Row, type Shapes, type TensorLayer, table } from "../packages/layers/test/table.ts";

const root = join(import.meta.dirname, "..");
const sources = join(root, "packages/layers/src");
const index = readFileSync(join(sources, "index.ts"), "utf8");

interface Docstring {
  /** What it says, paragraph by paragraph. */
  readonly paragraphs: readonly string[];
  readonly example: string;
}

/** The docstring of an export of the layers, wherever its file is. */
function docstringOf(name: string): Docstring {
  const path = index.match(new RegExp(`export \\{[^}]*\\b${name}\\b[^}]*\\} from "(.*)";`))![1];
  const source = readFileSync(join(sources, path), "utf8");
  const end = source.indexOf(`export const ${name} =`);
  const text = source
    .slice(source.lastIndexOf("/**\n", end), end)
    .split("\n")
    .slice(1, -2)
    .map((line) => line.replace(/^ \* ?/, ""))
    .join("\n");
  const [description, example] = text.split("\n@example\n");
  return { paragraphs: description.trim().split("\n\n"), example };
}

const shapesOf = (shapes: Shapes) =>
  Array.isArray(shapes)
    ? formatShape(shapes)
    : `{ ${Object.entries(shapes)
        .map(([name, shape]) => `${name}: ${formatShape(shape)}`)
        .join(", ")} }`;

const pass = { training: false, rng: rng(0) };

/** A layer at its start: forward, and backward for an upstream gradient of ones. */
function run(layer: TensorLayer, x: Tensor | { readonly [name: string]: Tensor }) {
  const parameters = initialize(layer.parameters, rng(0)) as never;
  const [y, cache] = layer.forward(x, parameters, pass, initialize(layer.buffers, rng(0)) as never);
  return { y, slope: () => layer.backward(ones(y.shape), cache, parameters).input as Tensor };
}

/** `dense(3, 5)`: `[4, 3]` -> `[4, 5]` */
function sampleOf(row: Row): string {
  const { y } = run(row.layer, drawInput(row, row.inputs[1], 0));
  return `\`${row.code}\`: \`${shapesOf(row.inputs[1])}\` -> \`${formatShape(y.shape)}\``;
}

/** Whether a layer is a function of each entry by itself, which can be drawn. */
const isCurve = ({ layer, inputs }: Row) =>
  inputs[0] === table.Activations[0].inputs[0] && isTensor(run(layer, tensor([0])).y);

const [width, height, reach] = [280, 190, 4];
const across = (x: number) => (width / 2 + (x * width) / (2 * reach)).toFixed(1);
const down = (y: number) => ((height * (4.1 - y)) / 6).toFixed(1);

/** y (solid) and dy/dx (dashed) from -4 to 4. */
function pictureOf({ layer, code }: Row): string {
  const xs = Array.from({ length: 161 }, (_, i) => (i - 80) / 20 + 1e-9);
  const { y, slope } = run(layer, tensor(xs));
  const line = (values: Tensor) => xs.map((x, i) => `${across(x)},${down(values.get(i))}`).join(" ");
  const tick = (x: number) =>
    `<text x="${across(x)}" y="${Number(down(0)) + 12}" text-anchor="middle">${x}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title>${code.replaceAll('"', "&quot;")}: y solid, dy/dx dashed, x from -${reach} to ${reach}</title>
<rect width="${width}" height="${height}" fill="#fff"/>
<path d="M0 ${down(0)}H${width}M${across(0)} 0V${height}" stroke="#bbb"/>
<path d="M0 ${down(1)}H${width}M0 ${down(-1)}H${width}" stroke="#eee"/>
<g font-family="sans-serif" font-size="10" fill="#777">${[-3, -2, -1, 1, 2, 3].map(tick).join("")}</g>
<polyline points="${line(slope())}" fill="none" stroke="#d9822b" stroke-width="1.5" stroke-dasharray="4 3"/>
<polyline points="${line(y)}" fill="none" stroke="#1f6feb" stroke-width="2"/>
</svg>
`;
}

/** Rows of one layer or loss belong together. */
function byName<R>(rows: readonly R[], nameOf: (row: R) => string): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) groups.set(nameOf(row), [...(groups.get(nameOf(row)) ?? []), row]);
  return groups;
}

function section(name: string, samples: readonly string[], picture = ""): string {
  const { paragraphs, example } = docstringOf(name);
  const [first, ...rest] = paragraphs;
  const listed = samples.length > 0 ? `${samples.map((sample) => `- ${sample}`).join("\n")}\n` : "";
  const parts = [`### ${name}\n`, `${first}\n`, picture, listed, ...rest.map((p) => `${p}\n`)];
  return [...parts.filter((part) => part !== ""), `\`\`\`ts\n${example.trim()}\n\`\`\`\n`].join("\n");
}

/** The files of the page: path -> text. */
export function renderPage(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const kinds = Object.entries(table).map(([kind, rows]) => {
    const sections = [...byName(rows, ({ layer }) => layer.name)].map(([name, all]) => {
      const [curve] = all.filter(isCurve);
      if (curve === undefined || kind !== "Activations") return section(name, all.map(sampleOf));
      files.set(`docs/activations/${name}.svg`, pictureOf(curve));
      return section(name, all.map(sampleOf), `![${curve.code}](activations/${name}.svg)\n`);
    });
    return `## ${kind}\n\n${sections.join("\n")}`;
  });
  const names = [...byName(losses, ({ loss }) => loss.name)];
  const ofLosses = names.map(([name, all]) =>
    section(name, [...new Set(all.map(({ code }) => `\`${code}\``))]),
  );

  files.set(
    "docs/layers.md",
    `<!-- Written by scripts/layers-page.ts from the docstrings and the tables of the tests; not to be edited. -->

# Layers and losses

Each gradient is checked by \`@nudge/gradcheck\`, and each layer and loss agrees with PyTorch's in float64 within
\`1e-13 + 1e-12 |b|\`. The samples show shapes; \`n\` and \`batch\` stand for the number of examples, which may be any.
In the pictures y is solid and dy/dx dashed.

${kinds.join("\n")}
## Losses

${ofLosses.join("\n")}`,
  );
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of renderPage()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
