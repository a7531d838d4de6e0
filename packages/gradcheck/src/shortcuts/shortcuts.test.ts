import {
  add,
  copy,
  createModel,
  defineLayer,
  defineLoss,
  full,
  type Layer,
  type LayerKernel,
  type Loss,
  l2,
  map,
  matmul,
  multiply,
  ones,
  sum,
  type Tensor,
  transpose,
  zeros,
} from "@nudge/core";
import { kernelOf } from "@nudge/core/internal";
import fc from "fast-check";
import { expect, test } from "vitest";
import { thinnedRuns } from "../../../../test/thinned.ts";
import {
  batchNorm,
  dense,
  dropout,
  layerNorm,
  meanSquaredError,
  relu,
  residual,
  sequential,
  sigmoid,
  softmaxCrossEntropy,
  tanh,
} from "../../../layers/src/index.ts";
import { normal, saidBy } from "../../test/fixtures.ts";
import { type GradcheckReport, gradcheck } from "../index.ts";

type Changes = Partial<Pick<Layer, "forward" | "backward">> & { kernel?: LayerKernel };

/** A layer with the declarations of another one, and passes of its own. */
function changed(layer: unknown, changes: Changes): Layer {
  const { name, toString: _, ...definition } = layer as Layer;
  const kernel = kernelOf(layer as Layer);
  return defineLayer(name, () => ({ ...definition, kernel, ...changes }) as never)() as unknown as Layer;
}

/** Checks with shortcuts and without, and gives the report after seeing that both say the same. */
function both(check: (shortcuts: boolean) => GradcheckReport): GradcheckReport {
  const report = check(true);
  expect(saidBy(report)).toEqual(saidBy(check(false)));
  return report;
}

/** y = gain x + sin x; counts how often it is run. */
const counting = (size: number) => {
  const counted = { forwards: 0 };
  const layer = defineLayer("counting", (size: number) => ({
    parameters: { gain: ones([size]) },
    forward: (x: Tensor, { gain }) => {
      counted.forwards++;
      return [add(multiply(x, gain), map(x, Math.sin)), x];
    },
    backward: (dy, x: Tensor, { gain }) => ({
      input: multiply(dy, add(map(x, Math.cos), gain)),
      gain: sum(multiply(dy, x), 0),
    }),
  }))(size);
  return { layer, counted };
};

const width = fc.integer({ min: 1, max: 5 });
const middle = (size: number): fc.Arbitrary<Layer> =>
  fc
    .constantFrom<() => Layer>(
      () => tanh() as unknown as Layer,
      () => sigmoid() as unknown as Layer,
      () => relu() as unknown as Layer,
      () => ({ ...tanh() }) as unknown as Layer,
      () => dropout(0.3) as unknown as Layer,
      () => batchNorm(size) as unknown as Layer,
      () => layerNorm(size) as unknown as Layer,
      () => residual(dense(size, size)) as unknown as Layer,
      () => counting(size).layer as unknown as Layer,
      () =>
        changed(counting(size).layer, { backward: (dy) => ({ input: dy, gain: zeros([size]) }) as never }),
      () =>
        changed(tanh(), {
          backward: (dy, y) => ({ input: multiply(dy as Tensor, y as Tensor) }) as never,
        }),
    )
    .map((make) => make());

/** Layers in a chain, some of them in a chain within it, with the sizes of its input and output. */
const chains = fc
  .array(fc.record({ width, bias: fc.boolean(), declared: fc.boolean(), nested: fc.boolean() }), {
    minLength: 2,
    maxLength: 4,
  })
  .chain((parts) =>
    fc.tuple(fc.constant(parts), ...parts.map(({ width }) => fc.array(middle(width), { maxLength: 2 }))),
  )
  .map(([parts, ...between]) => {
    const layers = parts.slice(1).map(({ width, bias, declared, nested }, k) => {
      const known = dense(parts[k].width, width, { bias });
      const first = declared ? known : { ...known };
      const rest = between[k + 1] as Layer[];
      return nested ? [sequential(first as Layer, ...rest)] : [first as Layer, ...rest];
    });
    const layer = sequential(...layers.flat());
    return { layer: layer as unknown as Layer, inputs: parts[0].width, outputs: parts.at(-1)!.width };
  });

const runs = { seed: 20_260_102, numRuns: thinnedRuns(30, 3) };

test("a check of random layers in a chain says the same with shortcuts and without", () => {
  fc.assert(
    fc.property(chains, fc.nat(1000), ({ layer, inputs }, seed) => {
      both((shortcuts) => gradcheck(layer, { input: [4, inputs], seed, shortcuts, points: 1 + (seed % 2) }));
    }),
    runs,
  );
});

test("a check of random models says the same with shortcuts and without", () => {
  fc.assert(
    fc.property(chains, fc.nat(1000), fc.boolean(), ({ layer, inputs, outputs }, seed, penalized) => {
      const model = createModel(layer, { seed });
      const regularization = penalized ? l2(0.1) : undefined;
      const data =
        seed % 2 === 0
          ? { target: [0, 1, 2, 3].map((k) => k % outputs), loss: softmaxCrossEntropy() }
          : { target: normal([4, outputs], seed), loss: meanSquaredError() };
      both((shortcuts) => gradcheck(model, { input: [4, inputs], ...data, regularization, seed, shortcuts }));
    }),
    runs,
  );
});

test("a step in a parameter runs the layers from its own on", () => {
  const { layer, counted } = counting(6);
  const chain = sequential(layer as unknown as Layer, dense(6, 50));
  const spent = (shortcuts: boolean) => {
    counted.forwards = 0;
    gradcheck(chain, { input: [4, 6], tensors: ["1.weight"], shortcuts });
    return counted.forwards;
  };
  expect(spent(false)).toBeGreaterThan(600);
  // The first and the last entry, and what is measured along directions, run all layers.
  expect(spent(true)).toBeLessThan(200);
});

test("steps in a layer that declares what they reach run it and the layers behind it together", () => {
  let forwards = 0;
  const observed = (layer: unknown) =>
    changed(layer, {
      forward: (...all) => {
        forwards++;
        return (layer as Layer).forward(...all);
      },
    });
  const chain = sequential(observed(dense(10, 12)), observed(tanh()), observed(dense(12, 3)));
  const spent = (shortcuts: boolean) => {
    forwards = 0;
    expect(gradcheck(chain, { input: [4, 10], shortcuts }).verdict).toBe("pass");
    return forwards;
  };
  expect(spent(true)).toBeLessThan(spent(false) / 3);
});

/** Chains whose layers do not do what they declare, or leave their input as it was. */
const liars: { [what: string]: () => Layer } = {
  "an affine layer whose columns depend on each other": () =>
    sequential(
      changed(dense(3, 8), {
        forward: (x, { weight, bias }) => {
          const y = add(matmul(x as Tensor, weight as Tensor), bias as Tensor);
          return [multiply(y, 1 + sum(weight as Tensor) / 100), x];
        },
      }),
    ),
  "an affine layer that takes no narrow weight": () =>
    sequential(
      changed(dense(3, 8), {
        forward: (x, { weight, bias }) => {
          if ((weight as Tensor).shape[1] !== 8) throw new Error("too narrow");
          return [add(matmul(x as Tensor, weight as Tensor), bias as Tensor), x];
        },
      }),
    ),
  "an affine layer that gives another shape": () =>
    sequential(
      changed(dense(3, 8), {
        forward: (x, { weight, bias }) => {
          const y = add(matmul(x as Tensor, weight as Tensor), bias as Tensor);
          return [y.shape[1] === 8 ? y : transpose(y), x];
        },
      }),
    ),
  "a layer whose bias is declared to be its weight": () =>
    sequential(changed(dense(8, 8), { kernel: { kind: "affine", weight: "bias", bias: "weight" } })),
  "a layer that declares a weight it does not have": () =>
    sequential(
      changed(dense(8, 8), { kernel: { kind: "affine", weight: "kernel", bias: "bias" } }),
      dense(8, 10),
    ),
  "an elementwise layer whose rows depend on each other": () =>
    sequential(
      dense(3, 8),
      changed(tanh(), {
        forward: (x) => [add(x as Tensor, multiply(full([], sum(x as Tensor)), 0.1)), x],
      }),
      dense(8, 2),
    ),
  "a chain that adds its input": () => {
    const chain = sequential(dense(3, 3), tanh(), dense(3, 3));
    return changed(chain, {
      forward: (x, ...rest) => {
        const [y, cache] = (chain as unknown as Layer).forward(x, ...rest);
        return [add(y as Tensor, x as Tensor), cache];
      },
    });
  },
  "a layer that writes to its input": () =>
    sequential(
      dense(3, 8),
      changed(tanh(), {
        forward: (x) => {
          const y = map(x as Tensor, Math.tanh);
          (x as Tensor).data[0] *= 2;
          return [y, y];
        },
      }),
      dense(8, 2),
    ),
  "a layer behind one that gives its input, and writes to it": () =>
    sequential(
      dense(3, 8),
      changed(tanh(), { forward: (x) => [x as Tensor, x], backward: (dy) => ({ input: dy }) }),
      changed(tanh(), {
        forward: (x) => {
          for (let i = 0; i < (x as Tensor).size; i++)
            (x as Tensor).data[i] = Math.tanh((x as Tensor).data[i]);
          return [x as Tensor, copy(x as Tensor)];
        },
      }),
      dense(8, 2),
    ),
  "a layer that remembers the output for an input": () => {
    const known = new WeakMap<Tensor, Tensor>();
    return sequential(
      dense(3, 8),
      changed(dense(8, 5), {
        forward: (x, { weight, bias }) => {
          const y = known.get(x as Tensor) ?? add(matmul(x as Tensor, weight as Tensor), bias as Tensor);
          known.set(x as Tensor, y);
          return [y, x];
        },
      }),
    );
  },
  "a layer that throws at some of the steps": () =>
    sequential(
      dense(3, 8),
      changed(tanh(), {
        forward: (x) => {
          if ((x as Tensor).data[3] > 0.4) throw new Error("on purpose");
          const y = map(x as Tensor, Math.tanh);
          return [y, y];
        },
      }),
      dense(8, 2),
    ),
  "a layer that writes to its input and then throws": () => {
    let forwards = 0;
    return sequential(
      dense(3, 8),
      changed(tanh(), {
        forward: (x) => {
          const y = map(x as Tensor, Math.tanh);
          if (++forwards % 2 === 0) (x as Tensor).data[0] += 1e-3;
          if ((x as Tensor).data[9] > 0.3) throw new Error("on purpose");
          return [y, y];
        },
      }),
      dense(8, 2),
    );
  },
  "a layer that computes in float32": () =>
    sequential(
      dense(3, 8),
      changed(tanh(), {
        forward: (x) => {
          const y = map(x as Tensor, (v) => Math.fround(Math.tanh(v)));
          return [y, y];
        },
      }),
      dense(8, 2),
    ),
};

test.each(Object.entries(liars))("%s changes nothing of what is found", (what, make) => {
  for (const seed of [0, 1, 2]) {
    const inputs = what.includes("declare") ? 8 : 3;
    const say = (shortcuts: boolean) => {
      const report = saidBy(gradcheck(make(), { input: [4, inputs], seed, shortcuts }));
      return {
        ...report,
        evaluations: 0,
        findings: report.findings.filter(({ kind }) => kind !== "declaration"),
      };
    };
    expect(say(true)).toEqual(say(false));
  }
});

test("a layer that knows its copies again is found out also where the entries measured both ways change nothing", () => {
  const make = () => {
    const known = new WeakMap<Tensor, Tensor>();
    const remembering = defineLayer("remembering", () => ({
      forward: (x: Tensor) => {
        const y = known.get(x) ?? copy(map(x, Math.tanh));
        known.set(x, y);
        return [y, y];
      },
      backward: (dy, y: Tensor) => ({
        input: multiply(
          dy,
          map(y, (v) => 1 - v * v),
        ),
      }),
    }))();
    // A new view each time, which whole passes do not know again.
    const view = defineLayer("view", () => ({
      forward: (x: Tensor) => [transpose(transpose(x)), 0],
      backward: (dy) => ({ input: dy }),
    }))();
    // Alive are only a few entries of the second run of copies.
    const gate = zeros([20, 2]);
    for (const j of [0, 1]) gate.set(17, j, 1);
    const gated = defineLayer("gated", () => ({
      forward: (x: Tensor) => [multiply(x, gate), 0],
      backward: (dy) => ({ input: multiply(dy, gate) }),
    }))();
    return sequential(gated, tanh(), view, remembering);
  };
  const say = (shortcuts: boolean) => {
    const report = saidBy(gradcheck(make() as unknown as Layer, { input: [20, 2], shortcuts }));
    expect(report.findings.some(({ kind }) => kind === "declaration")).toBe(shortcuts);
    return {
      ...report,
      evaluations: 0,
      findings: report.findings.filter(({ kind }) => kind !== "declaration"),
    };
  };
  expect(say(true)).toEqual(say(false));
});

test("a loss that declares another value changes nothing of what is found", () => {
  const right = meanSquaredError();
  const wrongFrom = (least: number) =>
    defineLoss("lying", () => ({
      forward: (prediction, target) => right.forward(prediction, target),
      backward: (cache: never) => right.backward(cache),
      kernel: (...all) => {
        const value = kernelOf(right as Loss)?.(...all);
        return value === undefined || value < least ? value : value * (1 + 1e-9);
      },
    }))();
  const model = createModel(sequential(dense(3, 8), tanh(), dense(8, 2)), { seed: 1 });
  const data = { input: [4, 3], target: normal([4, 2]) };
  const value = model.lossAndGradient(normal([4, 3]), data.target, { loss: right });
  const say = (least: number, shortcuts: boolean) => {
    const report = gradcheck(model, { ...data, input: normal([4, 3]), loss: wrongFrom(least), shortcuts });
    const isNote = ({ kind }: { kind: string }) => kind === "declaration";
    expect(report.findings.some(isNote)).toBe(shortcuts);
    return { ...saidBy(report), evaluations: 0, findings: report.findings.filter((one) => !isNote(one)) };
  };
  for (const least of [0, value * (1 + 1e-15)]) expect(say(least, true)).toEqual(say(least, false));
});

test("says which declarations do not hold", () => {
  const make = liars["an affine layer whose columns depend on each other"];
  const { findings } = gradcheck(make(), { input: [4, 3] });
  expect(
    findings.find(({ kind, severity }) => kind === "declaration" && severity === "note")?.message,
  ).toMatch(
    /^layer by layer, and by what dense\(\) declare, a step in 0\.weight\[0, 0\] leads to another output/,
  );
});
