import { refusal } from "@nudge/core/internal";
import { type ForeignMap, type ForeignMapOptions, foreignMap } from "./foreign-map.ts";
import { openModule } from "./module-subject.ts";

/**
 * A map for `gradcheckMap` from a module that runs in a worker, where its passes may be asynchronous.
 *
 * The module exports `tensors`, `forward(tensors, { training, seed })`, which gives `[output, cache]` or a promise of it,
 * `backward(upstream, cache, tensors)`, and `name` if it likes. Its values may be numbers, nested or typed arrays, tensors, or
 * `{ shape, data }`; the passes get them in the same kind. A random pass draws from `seed`. The check waits up to `timeout`
 * milliseconds for each pass; the worker keeps no program alive. In a browser it runs only inside a worker of a
 * cross-origin isolated page.
 *
 * @throws where the address is none, or an option is unknown or wrong.
 * @example
 * import { gradcheckMap, workerMap } from "@nudge/gradcheck";
 *
 * // In a file of its own, it is new URL("./subject.js", import.meta.url).
 * const code = `
 *   export const tensors = { x: [0.5, 1, 2] };
 *   export const forward = async ({ x }) => [x.map((v) => Math.exp(v)), x];
 *   export const backward = async (dy, x) => ({ x: dy.map((d, i) => d * Math.exp(x[i])) });
 * `;
 * const map = workerMap(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
 * console.log(gradcheckMap(map).verdict);
 * // pass
 * map.close();
 */
export function workerMap(address: URL | string, options?: ForeignMapOptions): ForeignMap {
  const { href, pathname, protocol } = urlOf(address);
  const name = protocol === "data:" ? "module" : pathname.slice(pathname.lastIndexOf("/") + 1);
  return foreignMap(`workerMap(${name})`, name, { open: openModule, subject: href, options });
}

function urlOf(address: URL | string): URL {
  if (address instanceof URL) return address;
  if (typeof address === "string" && URL.canParse(address)) return new URL(address);
  const rule = 'expected the address of a module, such as new URL("./subject.js", import.meta.url)';
  throw refusal("workerMap", rule, address);
}
