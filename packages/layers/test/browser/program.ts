// What a page does with a net of arithmetic: train it, predict, check gradients, write reports. The same is done in Node.
import * as nudge from "@nudge/core";
import {
  type GradcheckReport,
  gradcheck,
  gradcheckAsync,
  toHtml,
  toJson,
} from "../../../gradcheck/src/index.ts";
import { dense, leakyRelu, meanSquaredError, sequential } from "../../src/index.ts";
import { hashOf } from "../bits/hash.ts";

declare const document: {
  addEventListener(type: string, listener: (event: { readonly blockedURI: string }) => void): void;
};
declare const WebAssembly: { readonly Module: new (binary: Uint8Array) => object };

const isAllowed = (f: () => unknown): boolean => {
  try {
    f();
    return true;
  } catch {
    return false;
  }
};

/** Whether the host compiles code that is text, and WebAssembly. */
const allowances = () => ({
  code: isAllowed(() => new Function("")),
  wasm: isAllowed(() => new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0))),
});

const hashOfText = (text: string) => hashOf(new TextEncoder().encode(text));

/** Both reports of a check, without when it was and how long it took. */
function hashesOfReports(timed: GradcheckReport) {
  const report = { ...timed, milliseconds: 0, time: "" };
  return { verdict: report.verdict, json: hashOfText(toJson(report)), html: hashOfText(toHtml(report)) };
}

/** dense(3, 2), with a bias gradient that is twice what it should be. */
function wrongDense() {
  const right = dense(3, 2);
  const backward: typeof right.backward = (...given) => {
    const gradients = right.backward(...given);
    return { ...gradients, bias: nudge.multiply(gradients.bias as nudge.Tensor, 2) };
  };
  return { ...right, backward };
}

function results() {
  const inputs = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ];
  const targets = [[0], [1], [1], [0]];
  const net = sequential(dense(2, 16), leakyRelu(0.1), dense(16, 16), leakyRelu(0.1), dense(16, 1));
  const model = nudge.createModel(net, { seed: 1 });
  nudge.fit(
    model,
    { inputs, targets },
    {
      loss: meanSquaredError(),
      optimizer: nudge.sgd({ learningRate: 0.1 }),
      epochs: 300,
      batchSize: 3,
      seed: 1,
    },
  );
  return {
    theta: hashOf(model.theta),
    predictions: [...model.predict(inputs).data],
    right: hashesOfReports(gradcheck(model, { input: inputs, target: targets, loss: meanSquaredError() })),
    wrong: hashesOfReports(gradcheck(wrongDense(), { input: [4, 3] })),
  };
}

/** What the policy of the page forbids meanwhile. */
async function violations(): Promise<string[]> {
  const found: string[] = [];
  document.addEventListener("securitypolicyviolation", ({ blockedURI }) => found.push(blockedURI));
  results();
  await new Promise((resolve) => setTimeout(resolve, 0));
  return found;
}

const longCheck = (signal?: AbortSignal) =>
  gradcheckAsync(dense(40, 40), { input: [20, 40], ...(signal && { signal }) });

/** How often a timer of the page goes off during a check of 2440 entries. */
async function timersDuring(): Promise<number> {
  let timers = 0;
  let isOver = false;
  const tick = () => {
    if (isOver) return;
    timers++;
    setTimeout(tick, 0);
  };
  setTimeout(tick, 0);
  await longCheck();
  isOver = true;
  return timers;
}

/** What that check rejects with when a timer of the page aborts it. */
function abortedByTimer(): Promise<unknown> {
  const controller = new AbortController();
  setTimeout(() => controller.abort("stopped by the page"), 0);
  return longCheck(controller.signal).catch((reason: unknown) => reason);
}

export const program = { allowances, results, violations, timersDuring, abortedByTimer };
