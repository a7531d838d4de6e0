import type { Finding } from "../trial.ts";

/** One step of training at an output of 1/2, whose bias has the negative slope of the cost as its change. */
function cost(name: string, target: readonly number[], expected: string): Finding {
  return {
    op: `cost ${name}`,
    kind: "by design",
    cause: `The cost that training is given is reported, and never goes back: the error of an output is target - y, the gradient of the summed cross-entropy of logistic outputs${
      name === "CROSS_ENTROPY" ? "; this cost is the mean over the outputs" : `, and not of ${name}`
    }.`,
    source: "src/architecture/node.js:164, src/architecture/network.js:627",
    reproduction: `import neataptic from "neataptic";
const { architect, methods } = neataptic;
const net = new architect.Perceptron(1, 1, ${target.length});
for (const node of net.nodes) node.bias = 0;
for (const connection of net.connections) connection.weight = 0;
const example = { input: [0], output: [${target.join(", ")}] };
net.train([example], { iterations: 1, rate: 1, cost: methods.cost.${name} });
console.log(net.nodes[net.nodes.length - 1].bias.toFixed(4));`,
    expected,
  };
}

/** A net of one unit after two steps: the slope of its loss that goes back to the weight of the input into a gate, by a quotient. */
function throughTime(kind: "LSTM" | "GRU"): Finding {
  return {
    op: `${kind}, several steps`,
    kind: "by design",
    cause:
      "An error goes back in its own step; earlier steps are reached by traces along self-connections and gates alone, as in LSTM-g (Monner and Reggia, 2012). What goes back in time along other connections is left out, so that it is no gradient of a sequence.",
    source: "src/architecture/node.js:78-119, 165-195",
    reproduction: `import neataptic from "neataptic";
const { architect, methods } = neataptic;
function after(shift) {
  const net = new architect.${kind}(1, 1, 1);
  for (const node of net.nodes) if (node.type === "output") node.squash = methods.activation.IDENTITY;
  for (const { to } of net.connections) if (to.type !== "constant") to.bias = 0.1;
  for (const connection of net.connections) if (connection.to.type !== "constant") connection.weight = 0.5;
  const weight = net.nodes[1].connections.in.find(({ from }) => from.type === "input");
  weight.weight += shift;
  net.clear();
  net.activate([1]);
  const [y] = net.activate([1]);
  net.propagate(1, 0, false, [0]);
  return { loss: y * y / 2, change: weight.totalDeltaWeight };
}
const slope = (after(1e-5).loss - after(-1e-5).loss) / 2e-5;
console.log("change / -slope =", (after(0).change / -slope).toFixed(2));`,
    expected: "change / -slope = 1.00",
  };
}

export const neataptic: readonly Finding[] = [
  {
    op: "SOFTSIGN",
    kind: "bug",
    cause: "The derivative of x / (1 + |x|) is 1 / (1 + |x|)²; here it is x / (1 + |x|)².",
    source: "src/methods/activation.js:29",
    reproduction: `import neataptic from "neataptic";
const { methods } = neataptic;
console.log(methods.activation.SOFTSIGN(2, true).toFixed(4));`,
    expected: (1 / 9).toFixed(4),
  },
  cost("CROSS_ENTROPY", [1, 1], "0.2500"), // (1 - y) / 2
  cost("MSE", [1], "0.2500"), // 2 (1 - y) y (1 - y)
  cost("MAE", [1], "0.2500"), // y (1 - y)
  cost("MAPE", [1], "0.2500"), // y (1 - y)
  cost("MSLE", [0.2], "0.5000"), // 1 - y
  cost("HINGE", [1], "0.2500"), // y (1 - y)
  {
    op: "propagate with update",
    kind: "bug",
    cause:
      "Each node changes the weights into it before the nodes before it get their error along these weights: the gradient of all layers but the last is that of other weights, the more so the larger the rate.",
    source: "src/architecture/node.js:216, read in line 172",
    // y = v w x = 1 at v = w = x = 1, and ½ (0 - y)² has the slope 1 in w.
    reproduction: `import neataptic from "neataptic";
const { architect, methods } = neataptic;
const net = new architect.Perceptron(1, 1, 1);
for (const node of net.nodes) { node.bias = 0; node.squash = methods.activation.IDENTITY; }
for (const connection of net.connections) connection.weight = 1;
net.activate([1]);
net.propagate(1, 0, true, [0]);
const [w] = net.nodes[1].connections.in;
console.log((1 - w.weight).toFixed(4));`,
    expected: "1.0000",
  },
  {
    op: "dropout",
    kind: "bug",
    cause:
      "A node that is dropped gives 0 whatever its bias is, but the derivative that it goes back by leaves its mask out: its bias learns, and the nodes before it get its error.",
    source: "src/architecture/node.js:71, 223",
    reproduction: `import neataptic from "neataptic";
const { architect } = neataptic;
const net = new architect.Perceptron(1, 1, 1);
for (const node of net.nodes) node.bias = 0;
for (const connection of net.connections) connection.weight = 1;
const hidden = net.nodes[1];
hidden.mask = 0;
net.activate([1]);
net.propagate(1, 0, false, [1]);
console.log(hidden.totalDeltaBias.toFixed(4));`,
    expected: "0.0000",
  },
  {
    op: "LSTM, one step",
    kind: "bug",
    cause:
      "A forget gate multiplies the state that its cell had before, 0 in a first step, and so has a slope of 0 there. To that state its error adds the activation that the cell has now, for the self-connection is taken for one of the gated connections besides. The bias learns by it; the weights go by traces, and are right.",
    source: "src/architecture/node.js:184-187",
    reproduction: `import neataptic from "neataptic";
const { architect } = neataptic;
const net = new architect.LSTM(1, 1, 1);
for (const node of net.nodes) node.bias = 0;
for (const connection of net.connections) connection.weight = 1;
const [, , forgetGate] = net.nodes;
net.activate([1]);
net.propagate(1, 0, false, [1]);
console.log(forgetGate.totalDeltaBias.toFixed(4));`,
    expected: "0.0000",
  },
  throughTime("LSTM"),
  {
    op: "GRU, one step",
    kind: "bug",
    cause:
      "A gate multiplies the output that was there before the step, 0 in a first one, and so has a slope of 0 there. Its error reads that output when the step has put the new one in its place. The bias learns by it; the weights go by traces.",
    source: "src/architecture/node.js:186",
    reproduction: `import neataptic from "neataptic";
const { architect } = neataptic;
const net = new architect.GRU(1, 1, 1);
for (const node of net.nodes) node.bias = 0;
for (const connection of net.connections) connection.weight = 1;
const [, , , resetGate] = net.nodes;
net.activate([1]);
net.propagate(1, 0, false, [1]);
console.log(resetGate.totalDeltaBias.toFixed(4));`,
    expected: "0.0000",
  },
  throughTime("GRU"),
];
