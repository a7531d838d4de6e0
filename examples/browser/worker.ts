// What runs beside the page: the net is made, trained, asked for its picture, and checked.
import { accuracy, adam, createTrainer, evaluate, type Tensor, type Trainer, tensor } from "@nudge/core";
import { gradcheckAsync, toHtml } from "@nudge/gradcheck";
import { makeData } from "./data.ts";
import { grid } from "./grid.ts";
import type { Answer, Request, Settings } from "./messages.ts";
import { createNet, loss } from "./net.ts";

const places = tensor(grid());
const answer = (message: Answer) => postMessage(message);

interface Run {
  readonly model: ReturnType<typeof createNet>;
  readonly data: { readonly inputs: Tensor; readonly targets: Tensor };
  readonly trainer: Trainer;
  epoch: number;
}

function createRun(settings: Settings): Run {
  const points = makeData(settings.data);
  const data = { inputs: tensor(points.inputs), targets: tensor(points.targets.map((target) => [target])) };
  const model = createNet(settings);
  const trainer = createTrainer(model, { loss, optimizer: adam({ learningRate: settings.rate }) });
  answer({ answer: "created", net: `${model.layer}`, parameters: model.theta.length, ...points });
  return { model, data, trainer, epoch: 0 };
}

/** An epoch is one step, on all points. */
function train(run: Run, epochs: number) {
  const { inputs, targets } = run.data;
  for (let k = 0; k < epochs; k++) run.trainer.step(inputs, targets);
  run.epoch += epochs;
}

function show({ model, data, epoch }: Run) {
  const scores = evaluate(model, data, { loss, metrics: [accuracy()] });
  const probabilities = Float32Array.from(model.predictProbabilities(places, loss).data);
  answer({ answer: "picture", epoch, ...scores, probabilities });
}

/** Checks the gradient of the loss with respect to every parameter, at the point where training has come to. */
async function check({ model, data }: Run, signal: AbortSignal) {
  try {
    const report = await gradcheckAsync(model, {
      input: data.inputs,
      target: data.targets,
      loss,
      signal,
      onProgress: (progress) => answer({ answer: "progress", ...progress }),
    });
    answer({ answer: "checked", report, html: toHtml(report) });
  } catch (error) {
    answer({ answer: "stopped", reason: error instanceof Error ? error.message : `${error}` });
  }
}

let run: Run;
let stopping: AbortController;

addEventListener("message", ({ data: request }: MessageEvent<Request>) => {
  switch (request.ask) {
    case "create":
      run = createRun(request.settings);
      return show(run);
    case "train":
      train(run, request.epochs);
      return show(run);
    case "check":
      stopping = new AbortController();
      return check(run, stopping.signal);
    case "stop":
      return stopping.abort("Stopped.");
  }
});
