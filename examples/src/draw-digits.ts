// A net leaves Node, in a page that predicts what is drawn:   npm run example examples/src/draw-digits.ts digits.html
import { writeFileSync } from "node:fs";
import { makePage } from "./digits-page.ts";

const path = process.argv[2] ?? "digits.html";
const { html } = await makePage(20);
writeFileSync(path, html);
console.log(`wrote ${path}, ${Math.round(html.length / 1000)} kB: open it in a browser, and draw a digit`);
