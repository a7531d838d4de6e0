// Ways in which passes keep something from one call to the next: harmless ones, and ones by which a pass works with what
// belongs to another.
import { copy, type Pass, type Tensor } from "@nudge/core";

export interface Tensors {
  readonly [name: string]: Tensor;
}

/** Two passes; `kept` is all that backward needs of its forward pass, by reference where these are tensors it was given. */
export interface Passes {
  forward(tensors: Tensors, pass: Pass): readonly [y: Tensor, kept: Tensors];
  backward(dy: Tensor, kept: Tensors): Tensors;
}

/** The same passes, keeping something besides. */
export type Keeping = (right: Passes) => Passes;

const mapValues = (tensors: Tensors, f: (x: Tensor, name: string) => Tensor): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, x]) => [name, f(x, name)]));

/** Copies a tensor into one that is made at the first call and used again at all others. */
const reuse = (buffers: { [name: string]: Tensor }) => (x: Tensor, name: string) => {
  buffers[name] ??= copy(x);
  buffers[name].data.set(copy(x).data);
  return buffers[name];
};

const contentOf = (tensors: Tensors, { training }: Pass) =>
  JSON.stringify([training, ...Object.values(tensors).map((x) => Array.from(copy(x).data))]);

export const harmless: { readonly [what: string]: Keeping } = {
  "a count of its calls": ({ forward, backward }) => {
    const calls = { forward: 0, backward: 0 };
    return {
      forward: (...given) => {
        calls.forward++;
        return forward(...given);
      },
      backward: (...given) => {
        calls.backward++;
        return backward(...given);
      },
    };
  },
  "one buffer for all outputs": ({ forward, backward }) => {
    const buffered = reuse({});
    return {
      forward: (...given) => {
        const [y, kept] = forward(...given);
        return [buffered(y, "y"), kept];
      },
      backward,
    };
  },
  "one buffer for all gradients of a tensor": ({ forward, backward }) => {
    const buffered = reuse({});
    return { forward, backward: (...given) => mapValues(backward(...given), buffered) };
  },
  "the last result, with the values that gave it": ({ forward, backward }) => {
    let last: { readonly content: string; readonly result: ReturnType<typeof forward> } | undefined;
    return {
      forward: (tensors, pass) => {
        const content = contentOf(tensors, pass);
        if (last?.content !== content) {
          const [y, kept] = forward(tensors, pass);
          last = { content, result: [y, mapValues(kept, copy)] };
        }
        return [copy(last.result[0]), last.result[1]];
      },
      backward,
    };
  },
  "a table of results by values": ({ forward, backward }) => {
    const table = new Map<string, ReturnType<typeof forward>>();
    return {
      forward: (tensors, pass) => {
        const content = contentOf(tensors, pass);
        const known = table.get(content);
        if (known !== undefined) return known;
        const [y, kept] = forward(tensors, pass);
        table.set(content, [copy(y), mapValues(kept, copy)]);
        return [y, kept];
      },
      backward,
    };
  },
  "the cache of each output, by that output": ({ forward, backward }) => {
    const caches = new WeakMap<object, Tensors>();
    return {
      forward: (...given) => {
        const [y, kept] = forward(...given);
        const key = { y };
        caches.set(key, kept);
        return [y, key];
      },
      backward: (dy, key) => backward(dy, caches.get(key) as Tensors),
    };
  },
  "a running mean that no pass reads": ({ forward, backward }) => {
    let mean = 0;
    return {
      forward: (...given) => {
        const [y, kept] = forward(...given);
        mean = 0.9 * mean + 0.1 * (y.data[y.offset] || 0);
        return [y, kept];
      },
      backward,
    };
  },
  "memory for what lies in between": ({ forward, backward }) => {
    const [before, after] = [reuse({}), reuse({})];
    return {
      forward: (tensors, pass) => {
        const [y, kept] = forward(mapValues(tensors, before), pass);
        return [y, mapValues(kept, copy)];
      },
      backward: (dy, kept) => backward(dy, mapValues(kept, after)),
    };
  },
};

export const harmful: { readonly [what: string]: Keeping } = {
  "what the first pass was given": ({ forward, backward }) => {
    let first: Tensors | undefined;
    return {
      forward: (...given) => {
        const [y, kept] = forward(...given);
        first ??= kept;
        return [y, kept];
      },
      backward: (dy) => backward(dy, first as Tensors),
    };
  },
  "what the last pass was given": ({ forward, backward }) => {
    let last: Tensors;
    return {
      forward: (...given) => {
        const [y, kept] = forward(...given);
        last = kept;
        return [y, kept];
      },
      backward: (dy) => backward(dy, last),
    };
  },
  "one tensor of the first pass": ({ forward, backward }) => {
    let first: Tensors | undefined;
    return {
      forward: (...given) => {
        const [y, kept] = forward(...given);
        first ??= Object.fromEntries(Object.entries(kept).slice(-1));
        return [y, { ...kept, ...first }];
      },
      backward,
    };
  },
  "tensors of the first pass, in both passes": ({ forward, backward }) => {
    let first: Tensors | undefined;
    return {
      forward: (tensors, pass) => {
        first ??= tensors;
        return forward(first, pass);
      },
      backward,
    };
  },
  "one cache for all passes": ({ forward, backward }) => {
    const cache = {};
    return {
      forward: (...given) => {
        const [y, kept] = forward(...given);
        return [y, Object.assign(cache, kept)];
      },
      backward,
    };
  },
  "one buffer for all caches": ({ forward, backward }) => {
    const buffered = reuse({});
    return {
      forward: (...given) => {
        const [y, kept] = forward(...given);
        return [y, mapValues(kept, buffered)];
      },
      backward,
    };
  },
};
