// Layers keep their weights and gradients in arrays of their own, and the gradient of their output beside its values.
import { rng } from "@nudge/core";
import { gradcheckFunction, gradcheckMap, statefulMap } from "@nudge/gradcheck";
import { updatingNet } from "../kinds/updating.ts";
import type { Library, Trial } from "../trial.ts";

interface Vol {
  w: Float64Array;
  dw: Float64Array;
}
interface Learned {
  params: Float64Array;
  grads: Float64Array;
}
interface Layer {
  in_act: Vol;
  out_act: Vol;
  forward(volume: Vol, training: boolean): Vol;
  /** Of a layer with a loss, which it returns; the others get no target. */
  backward(target?: unknown): number;
  getParamsAndGrads(): Learned[];
  toJSON(): object;
  fromJSON(json: object): void;
}
interface Net {
  layers: Layer[];
  makeLayers(definitions: object[]): void;
  forward(volume: Vol, training: boolean): Vol;
  backward(target: unknown): number;
  getParamsAndGrads(): Learned[];
}
interface Convnetjs {
  Vol: new (width: number, height: number, depth: number, fill: number) => Vol;
  Net: new () => Net;
  Trainer: new (
    net: Net,
    options: object,
  ) => { train(volume: Vol, target: unknown): { l2_decay_loss: number; l1_decay_loss: number } };
  [layer: `${string}Layer`]: new (options?: object) => Layer;
}

/** Width, height and depth of an input. */
type Size = readonly [width: number, height: number, depth: number];
/** What a layer is tried at: drawn numbers, unless it says which. */
interface Case {
  readonly size: Size;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly input?: (i: number) => number;
  readonly of?: string;
}

const zeros: Pick<Case, "input" | "of"> = { input: () => 0, of: "zeros" };
const ties: Pick<Case, "input" | "of"> = { input: (i) => i % 3, of: "ties" };
const negative: Pick<Case, "input" | "of"> = {
  input: (i) => (i === 3 ? 0.4 : -1 - Math.sin(i) / 2),
  of: "negative but one",
};

const elementwise: readonly Case[] = [
  { size: [1, 1, 1], input: () => 0.6, of: "0.6" },
  { size: [1, 1, 7] },
  { size: [3, 2, 2] },
  { size: [3, 2, 2], ...zeros },
  { size: [2, 3, 1], ...negative },
];

const layers: Readonly<Record<string, { type: `${string}Layer`; cases: readonly Case[] }>> = {
  fc: {
    type: "FullyConnLayer",
    cases: [
      { size: [1, 1, 3], options: { num_neurons: 1 } },
      { size: [1, 1, 3], options: { num_neurons: 3 } },
      { size: [2, 3, 2], options: { num_neurons: 4, bias_pref: 0.1 } },
      { size: [2, 3, 2], options: { num_neurons: 2 }, ...zeros },
    ],
  },
  conv: {
    type: "ConvLayer",
    cases: [
      { size: [1, 1, 1], options: { sx: 1, filters: 1 } },
      { size: [4, 4, 2], options: { sx: 3, filters: 2 } },
      { size: [5, 4, 2], options: { sx: 3, sy: 2, filters: 3, pad: 1 } },
      { size: [5, 6, 1], options: { sx: 3, filters: 2, stride: 2, pad: 2 } },
      { size: [6, 5, 1], options: { sx: 2, filters: 1, stride: 3 } },
      { size: [3, 2, 2], options: { sx: 5, filters: 2, pad: 2 } },
    ],
  },
  pool: {
    type: "PoolLayer",
    cases: [
      { size: [4, 4, 2], options: { sx: 2 } },
      { size: [5, 4, 2], options: { sx: 2, sy: 3, stride: 1 } },
      { size: [5, 6, 1], options: { sx: 3, stride: 2, pad: 1 } },
      { size: [5, 5, 1], options: { sx: 3, stride: 1, pad: 1 }, ...negative },
      { size: [4, 5, 2], options: { sx: 2, stride: 1 }, ...ties },
      { size: [3, 3, 1], options: { sx: 2, stride: 1 }, ...zeros },
    ],
  },
  relu: { type: "ReluLayer", cases: elementwise },
  sigmoid: { type: "SigmoidLayer", cases: elementwise },
  tanh: { type: "TanhLayer", cases: elementwise },
  maxout: {
    type: "MaxoutLayer",
    cases: [
      { size: [1, 1, 4] },
      { size: [1, 1, 7], options: { group_size: 3 } },
      { size: [2, 3, 4] },
      { size: [3, 2, 6], options: { group_size: 3 } },
      { size: [3, 2, 6], options: { group_size: 3 }, ...ties },
      { size: [2, 2, 4], ...negative },
    ],
  },
  quadtransform: {
    type: "QuadTransformLayer",
    cases: [{ size: [1, 1, 1] }, { size: [1, 1, 3] }, { size: [2, 3, 2] }, { size: [2, 1, 3], ...zeros }],
  },
  lrn: {
    type: "LocalResponseNormalizationLayer",
    cases: [
      { size: [1, 1, 5], options: { k: 1, n: 3, alpha: 0.5, beta: 0.75 } },
      { size: [2, 3, 4], options: { k: 2, n: 5, alpha: 0.1, beta: 0.75 } },
      { size: [3, 2, 1], options: { k: 1, n: 1, alpha: 1, beta: 0.5 } },
    ],
  },
};

/** The layers that end a net return their loss from backward; each with a target for so many inputs. */
const losses: Readonly<Record<string, { type: `${string}Layer`; target: (n: number) => unknown }>> = {
  softmax: { type: "SoftmaxLayer", target: (n) => n - 1 },
  svm: { type: "SVMLayer", target: () => 0 },
  regression: { type: "RegressionLayer", target: (n) => Array.from({ length: n }, (_, i) => Math.cos(i)) },
  "regression along one dimension": { type: "RegressionLayer", target: (n) => ({ dim: n - 1, val: 0.3 }) },
};

const activations = ["relu", "sigmoid", "tanh", "maxout"];
const seeds = [0, 1];

const grid = ([width, height, depth]: Size) => `${width} × ${height} × ${depth}`;

export const convnetjs: Library = {
  name: "convnetjs",
  packages: { convnetjs: "0.3.0" },
  async open(load) {
    const lib = (await load("convnetjs")) as Convnetjs;

    const volume = ([width, height, depth]: Size, numbers: ArrayLike<number>) => {
      const made = new lib.Vol(width, height, depth, 0);
      made.w.set(numbers);
      return made;
    };
    /** Every weight is drawn anew, from the seed. */
    const drawWeights = (of: Pick<Layer, "getParamsAndGrads">, random: () => number) => {
      for (const { params } of of.getParamsAndGrads()) for (const i of params.keys()) params[i] = random();
    };
    /** Filters and biases by the number of their layer; each filter is an array of its own. */
    const byLayer = ({ layers }: Net, which: keyof Learned) =>
      Object.fromEntries(
        layers.flatMap((layer, l) => {
          const learned = layer.getParamsAndGrads().map((one) => one[which]);
          const biases = learned.pop();
          return biases
            ? [
                [`filters ${l}`, learned],
                [`biases ${l}`, biases],
              ]
            : [];
        }),
      );
    const named = (of: Pick<Layer, "getParamsAndGrads">, which: keyof Learned) =>
      Object.fromEntries(of.getParamsAndGrads().map((one, i) => [`params ${i}`, one[which]]));
    const inputOf = ({ size: [width, height, depth], input }: Case, random: () => number) =>
      Array.from({ length: width * height * depth }, (_, i) => input?.(i) ?? random());

    /** A layer between others, its weights and the input. */
    function layerTrial(
      op: string,
      at: Case,
      seed: number,
      make: () => Layer,
      modes: "both" | "training" | "evaluation",
    ): Trial {
      const { size, options = {}, of } = at;
      const words = [grid(size), of, ...Object.entries(options).map(([key, value]) => `${key} ${value}`)];
      return {
        op,
        at: `${words.filter(Boolean).join(", ")}, seed ${seed}`,
        check() {
          const random = rng(seed);
          const layer = make();
          drawWeights(layer, () => random.normal());
          const map = statefulMap({
            name: op,
            input: inputOf(at, () => random.normal()),
            values: named(layer, "params"),
            gradients: () => named(layer, "grads"),
            forward: (x, { training }) => layer.forward(volume(size, x), training).w,
            backward(dy) {
              layer.out_act.dw.set(dy);
              layer.backward();
              return layer.in_act.dw;
            },
            accumulates: true,
            replayRandom: true,
          });
          return gradcheckMap(map, { seed, modes });
        },
      };
    }
    const restored = (type: `${string}Layer`, layer: Layer) => {
      const copy = new lib[type]();
      copy.fromJSON(JSON.parse(JSON.stringify(layer.toJSON())));
      return copy;
    };
    const made = (type: `${string}Layer`, { size: [in_sx, in_sy, in_depth], options }: Case) =>
      new lib[type]({ in_sx, in_sy, in_depth, ...options });

    const ofLayers = Object.entries(layers).flatMap(([op, { type, cases }]) =>
      cases.flatMap((at) =>
        seeds.flatMap((seed) => [
          layerTrial(`${op} layer`, at, seed, () => made(type, at), "both"),
          // That it is wrong when restored says nothing of what is wrong before.
          ...(op === "lrn"
            ? []
            : [
                layerTrial(
                  `${op} layer, restored from JSON`,
                  at,
                  seed,
                  () => restored(type, made(type, at)),
                  "both",
                ),
              ]),
        ]),
      ),
    );
    const dropouts = [0.3, 0.5].flatMap((drop_prob) =>
      seeds.flatMap((seed) => {
        const at: Case = { size: [3, 2, 2], options: { drop_prob } };
        const make = () => made("DropoutLayer", at);
        return [
          layerTrial("dropout layer", at, seed, make, "training"),
          layerTrial("dropout layer, predicting", at, seed, make, "evaluation"),
          layerTrial(
            "dropout layer, restored from JSON",
            at,
            seed,
            () => restored("DropoutLayer", make()),
            "training",
          ),
        ];
      }),
    );

    // A softmax of one number is 1, whatever that is.
    const severalNumbers: readonly Case[] = [...elementwise.slice(1), { size: [1, 1, 4], ...ties }];
    const ofLosses = Object.entries(losses).flatMap(([op, { type, target }]) =>
      severalNumbers.flatMap((at) =>
        seeds.map((seed): Trial => {
          const { size, of } = at;
          return {
            op: `${op} layer`,
            at: `${[grid(size), of].filter(Boolean).join(", ")}, seed ${seed}`,
            check() {
              const random = rng(seed);
              const layer = made(type, at);
              const input = inputOf(at, () => random.normal());
              /** The loss that the library itself gives. */
              const run = (x: ArrayLike<number>) => {
                layer.forward(volume(size, x), true);
                return layer.backward(target(input.length));
              };
              return gradcheckFunction(
                {
                  name: op,
                  theta: { input },
                  value: ({ input }) => run(input),
                  gradient({ input }) {
                    run(input);
                    return { input: [...layer.in_act.dw] };
                  },
                },
                { seed },
              );
            },
          };
        }),
      ),
    );

    /** A net for pictures of 5 × 4 × 2 with an activation, and its loss for three classes. */
    const picture = (activation: string, loss: string) => {
      const net = new lib.Net();
      net.makeLayers([
        { type: "input", out_sx: 5, out_sy: 4, out_depth: 2 },
        { type: "conv", sx: 3, filters: 2, pad: 1, activation },
        { type: "pool", sx: 2, stride: 2 },
        { type: "fc", num_neurons: 4, activation, tensor: true, drop_prob: 0.3 },
        { type: loss, num_classes: 3 },
      ]);
      return net;
    };
    const ofNets = activations.flatMap((activation) =>
      ["softmax", "svm"].flatMap((loss) =>
        seeds.map(
          (seed): Trial => ({
            op: `Net, ${activation} and ${loss}`,
            at: `5 × 4 × 2, convolved, pooled, with dropout, seed ${seed}`,
            check() {
              const random = rng(seed);
              const net = picture(activation, loss);
              drawWeights(net, () => random.normal() / 2);
              const map = statefulMap({
                name: `Net, ${activation} and ${loss}`,
                input: Array.from({ length: 40 }, () => random.normal()),
                values: byLayer(net, "params"),
                gradients: () => byLayer(net, "grads"),
                forward(x, { training }) {
                  net.forward(volume([5, 4, 2], x), training);
                  const loss = net.backward(1);
                  // The loss comes with the gradient, which is not asked for yet.
                  for (const { grads } of net.getParamsAndGrads()) grads.fill(0);
                  return [loss];
                },
                backward([d]) {
                  net.backward(1);
                  for (const { grads } of net.getParamsAndGrads())
                    for (const i of grads.keys()) grads[i] *= d;
                  return net.layers[0].in_act.dw.map((dx) => d * dx);
                },
                accumulates: true,
                replayRandom: true,
              });
              return gradcheckMap(map, { seed, modes: "training" });
            },
          }),
        ),
      ),
    );

    const decays = { "no decay": {}, "l2 decay": { l2_decay: 0.1 }, "l1 decay": { l1_decay: 0.1 } };
    const ofTrainer = Object.entries(decays).flatMap(([words, decay]) =>
      [1, 3].flatMap((batch_size) =>
        seeds.map((seed): Trial => {
          const op = `Trainer, ${words}${batch_size > 1 ? ", in batches" : ""}`;
          return {
            op,
            at: `3 numbers into 2 classes, batches of ${batch_size}, seed ${seed}`,
            check() {
              const random = rng(seed);
              const net = new lib.Net();
              net.makeLayers([
                { type: "input", out_sx: 1, out_sy: 1, out_depth: 3 },
                // Layers leave l1 decay out unless they are told.
                { type: "fc", num_neurons: 2, activation: "tanh", l1_decay_mul: 1 },
                { type: "softmax", num_classes: 2 },
              ]);
              drawWeights(net, () => random.normal());
              const batch = Array.from({ length: batch_size }, (_, i) => ({
                x: volume([1, 1, 3], [random.normal(), random.normal(), random.normal()]),
                label: i % 2,
              }));
              const rate = 0.5;
              const options = { method: "sgd", learning_rate: rate, momentum: 0, batch_size, ...decay };
              const steps = () => {
                for (const { grads } of net.getParamsAndGrads()) grads.fill(0);
                const trainer = new lib.Trainer(net, options);
                return batch.map(({ x, label }) => trainer.train(x, label));
              };
              const read = () =>
                Object.fromEntries(Object.entries(named(net, "params")).map(([name, w]) => [name, [...w]]));
              const write = (weights: Readonly<Record<string, readonly number[]>>) => {
                for (const [name, w] of Object.entries(named(net, "params"))) w.set(weights[name]);
              };
              const subject = updatingNet({
                name: op,
                read,
                write,
                /** The mean cost, and the penalty that the trainer itself reports beside the cost of an example. */
                loss() {
                  const costs = batch.map(({ x, label }) => {
                    net.forward(x, true);
                    return net.backward(label);
                  });
                  const weights = read();
                  const { l1_decay_loss, l2_decay_loss } = steps()[batch_size - 1];
                  write(weights);
                  return (
                    costs.reduce((sum, cost) => sum + cost, 0) / batch_size + l1_decay_loss + l2_decay_loss
                  );
                },
                step: steps,
                rate,
              });
              return gradcheckFunction(subject, { seed });
            },
          };
        }),
      ),
    );
    return [...ofLayers, ...dropouts, ...ofLosses, ...ofNets, ...ofTrainer];
  },
};
