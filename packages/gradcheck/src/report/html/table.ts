// Tables that become a list of cards where the page is narrow: each cell carries the heading of its column.
import { type Markup, markup, type Part } from "@nudge/core/internal";

export interface Column {
  readonly heading: string;
  /** Numbers stand to the right. */
  readonly numeric?: boolean;
  /** On a narrow page it takes a line of its own. */
  readonly wide?: boolean;
}

const classesOf = ({ numeric, wide }: Column) => {
  const classes = [numeric && "number", wide && "wide"].filter(Boolean).join(" ");
  return classes !== "" && markup` class="${classes}"`;
};

export function table(
  columns: readonly Column[],
  rows: readonly (readonly Part[])[],
  caption: string,
): Markup {
  const head = columns.map((column) => markup`<th scope="col"${classesOf(column)}>${column.heading}</th>`);
  const body = rows.map((cells) => {
    const tds = cells.map(
      (cell, k) => markup`<td data-heading="${columns[k].heading}"${classesOf(columns[k])}>${cell}</td>`,
    );
    return markup`<tr>${tds}</tr>
`;
  });
  return markup`<div class="scroll"><table>
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody>
</table></div>`;
}
