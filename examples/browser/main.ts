// The page: what is pressed is asked of the worker, and what that answers is shown.
import { drawBoundary } from "./boundary.ts";
import { curveThrough, lastOf, type Point } from "./curve.ts";
import type { DataName } from "./data.ts";
import type { Answer, Created, Picture, Request } from "./messages.ts";
import { headlines, sayVerdict } from "./verdict.ts";

const find = <T extends Element = HTMLElement>(selector: string) => document.querySelector<T>(selector)!;
const canvas = find<HTMLCanvasElement>("#boundary");
const form = find<HTMLFormElement>("form");
const frame = find<HTMLIFrameElement>("iframe");
const progress = find<HTMLProgressElement>("progress");
const report = find("#report");
const [trainButton, stepButton, resetButton, checkButton] = ["train", "step", "reset", "check"].map((id) =>
  find<HTMLButtonElement>(`#${id}`),
);
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let training = false;
let checking = false;
/** How many pictures were asked for and have not come. */
let awaited = 0;
let created: Created;
let picture: Picture;
let curve: Point[] = [];
/** That of the net before. */
let before: Point[] = [];

const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
const ask = (request: Request) => worker.postMessage(request);

/** Makes a net as the form says. */
function create() {
  const values = new FormData(form);
  const settings = {
    data: values.get("data") as DataName,
    units: Number(values.get("units")),
    rate: Number(values.get("rate")),
    mistake: values.has("mistake"),
  };
  awaited++;
  ask({ ask: "create", settings });
}

function train(epochs: number) {
  awaited++;
  ask({ ask: "train", epochs });
}

/** Training goes on when the last picture was seen: as fast as the screen, and in a hidden page not at all. */
function goOn() {
  if (training && awaited === 0) train(calm.matches ? 25 : 1);
}

function setTraining(on: boolean) {
  training = on;
  trainButton.textContent = on ? "Pause" : "Start";
  stepButton.disabled = on || checking;
  goOn();
}

function setChecking(on: boolean) {
  checking = on;
  checkButton.textContent = on ? "Stop" : "Check gradients";
  progress.hidden = !on;
  progress.value = 0;
  find<HTMLFieldSetElement>("fieldset").disabled = on;
  for (const button of [trainButton, stepButton, resetButton]) button.disabled = on;
  if (on) forget();
}

function say(kind: string, headline: string, text = "") {
  const strong = document.createElement("b");
  strong.textContent = headline;
  find("#verdict").className = kind;
  find("#verdict").replaceChildren(strong, " ", text);
}

/** What was found of another net, or before. */
function forget() {
  find("#verdict").replaceChildren();
  report.hidden = true;
}

function draw() {
  if (picture) drawBoundary(canvas, created, picture);
}

function show() {
  const { epoch, loss, accuracy } = picture;
  const last = lastOf(Math.max(epoch, before.at(-1)?.epoch ?? 0));
  find("#epoch").textContent = `${epoch}`;
  find("#loss").textContent = loss.toFixed(4);
  find("#accuracy").textContent = `${(100 * accuracy).toFixed(1)} %`;
  find("#curve").setAttribute("d", curveThrough(curve, last));
  find("#before").setAttribute("d", curveThrough(before, last));
  find("#key").textContent = before.length > 0 ? "grey: the net before" : "";
  find("#last").textContent = `epoch ${last}`;
  draw();
}

worker.addEventListener("message", ({ data: answer }: MessageEvent<Answer>) => {
  switch (answer.answer) {
    case "created":
      created = answer;
      if (curve.length > 1) before = curve;
      curve = [];
      forget();
      find("#net").textContent = answer.net;
      find("#parameters").textContent = `${answer.parameters}`;
      break;
    case "picture":
      picture = answer;
      curve.push({ epoch: answer.epoch, loss: answer.loss });
      awaited--;
      requestAnimationFrame(show);
      if (calm.matches) setTimeout(goOn, 1000);
      else requestAnimationFrame(goOn);
      break;
    case "progress":
      // When all entries are measured, those in doubt are looked at again, for as long as that takes.
      if (answer.done < answer.total) progress.value = answer.done / answer.total;
      else progress.removeAttribute("value");
      break;
    case "checked":
      setChecking(false);
      say(
        answer.report.verdict,
        `${headlines[answer.report.verdict]} at epoch ${picture.epoch}`,
        sayVerdict(answer.report),
      );
      report.hidden = false;
      frame.srcdoc = answer.html;
      find<HTMLAnchorElement>("#save").href =
        `data:text/html;charset=utf-8,${encodeURIComponent(answer.html)}`;
      break;
    case "stopped":
      setChecking(false);
      say("inconclusive", answer.reason);
  }
});
worker.addEventListener("error", ({ message }) => say("fail", "The worker failed.", message));

trainButton.addEventListener("click", () => setTraining(!training));
stepButton.addEventListener("click", () => train(1));
resetButton.addEventListener("click", () => {
  setTraining(false);
  create();
});
form.addEventListener("change", create);
checkButton.addEventListener("click", () => {
  if (checking) return ask({ ask: "stop" });
  setTraining(false);
  setChecking(true);
  ask({ ask: "check" });
});

// The picture is as wide as its column, and in the colours of the theme; the report as high as what it holds.
new ResizeObserver(draw).observe(canvas);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
frame.addEventListener("load", () => {
  const page = frame.contentDocument!.documentElement;
  new ResizeObserver(() => {
    frame.style.height = `${page.offsetHeight + 2}px`;
  }).observe(page);
});

create();
