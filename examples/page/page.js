// What runs in the page: the net is read from its bytes, and predicts what is drawn.
import { fromBytes } from "@nudge/core";
import { dense, relu, sequential, softmaxCrossEntropy } from "@nudge/layers";

const find = (id) => document.getElementById(id);
const bytes = Uint8Array.from(atob(find("model").textContent), (char) => char.charCodeAt(0));
const { model, loss } = fromBytes(bytes, { layers: { dense, relu, sequential, softmaxCrossEntropy } });
const samples = JSON.parse(find("samples").textContent);
find("layer").textContent = `${model.layer}`;

const pixels = Array.from({ length: 64 }, () => find("grid").appendChild(document.createElement("div")));
const bars = Array.from({ length: 10 }, (_, digit) => {
  const row = find("classes").insertRow();
  row.insertCell().textContent = digit;
  return row.insertCell().appendChild(document.createElement("div"));
});
/** From 0 to 1 each, row by row. */
const drawn = new Float64Array(64);

function predict() {
  for (const [k, pixel] of pixels.entries()) pixel.style.opacity = drawn[k];
  const { data } = model.predictProbabilities(drawn, loss);
  const most = data.indexOf(Math.max(...data));
  for (const [digit, bar] of bars.entries()) {
    bar.style.width = `${100 * data[digit]}%`;
    bar.closest("tr").className = digit === most ? "most" : "";
  }
}

function draw({ clientX, clientY, buttons }) {
  const k = pixels.indexOf(document.elementFromPoint(clientX, clientY));
  if (buttons === 0 || k < 0) return;
  drawn[k] = 1;
  predict();
}

let next = 0;
find("grid").addEventListener("pointerdown", draw);
find("grid").addEventListener("pointermove", draw);
find("clear").addEventListener("click", () => {
  drawn.fill(0);
  predict();
});
find("sample").addEventListener("click", () => {
  drawn.set(samples[next++ % samples.length]);
  predict();
});
predict();
