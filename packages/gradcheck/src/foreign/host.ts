// Where workers come from: Node, or a worker of a browser. Nothing of Node is imported, so that bundles for browsers
// stay free of it.
import { insideBrowser, insideNode, type Open, serve } from "./serve.ts";

/** A worker, seen from the thread that waits for it. */
export interface Hosted {
  /** Settles when it may be waited for. */
  readonly ready: Promise<void>;
  post(message: unknown): void;
  /** Ends it at once, whatever it is at. */
  terminate(): void;
  /** Ends a process and what that has started. */
  kill(process: number, signal: "SIGTERM" | "SIGKILL"): void;
}

/** A function in a function: compilers that keep names wrap the inner one in a call of a helper of theirs. */
const wrapped = () => {
  const inner = () => {};
  return inner;
};

/** The program of a worker, which has to bring that helper along. */
function programOf(inside: typeof insideNode, open: Open): string {
  const [, helper] = String(wrapped).match(/([\w$]+)\(\(\)/) ?? [];
  const helpers = helper === undefined ? "" : `const ${helper} = (f) => f; `;
  return `${helpers}(${serve})((${inside})((address) => import(address)), ${open});`;
}

function hostOfNode(open: Open): Hosted {
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const worker = new Worker(programOf(insideNode, open), { eval: true });
  worker.unref();
  // What it cannot say itself, such as that its memory is full, shows in that no answer comes.
  worker.on("error", () => {});
  return {
    ready: Promise.resolve(),
    post: (message) => worker.postMessage(message),
    terminate: () => void worker.terminate(),
    kill(pid, signal) {
      try {
        process.kill(process.platform === "win32" ? pid : -pid, signal);
      } catch {
        // It has ended by itself.
      }
    },
  };
}

/** What is used of the workers of browsers. */
interface BrowserWorker {
  postMessage(message: unknown): void;
  terminate(): void;
  addEventListener(kind: "message", hear: () => void, options: { once: true }): void;
}

interface Browser {
  readonly crossOriginIsolated?: boolean;
  readonly document?: unknown;
  readonly Worker?: new (address: string) => BrowserWorker;
}

function hostOfBrowser(open: Open): Hosted {
  const { crossOriginIsolated, document, Worker } = globalThis as Browser;
  if (crossOriginIsolated !== true || document !== undefined || Worker === undefined)
    throw new Error(
      "in a browser this runs only inside a worker of a cross-origin isolated page: a check waits for its subject",
    );
  const program = new Blob([programOf(insideBrowser, open)], { type: "text/javascript" });
  const address = URL.createObjectURL(program);
  const worker = new Worker(address);
  return {
    ready: new Promise((resolve) => worker.addEventListener("message", () => resolve(), { once: true })),
    post: (message) => worker.postMessage(message),
    terminate: () => worker.terminate(),
    kill: () => {},
  };
}

/** Starts a worker in which `open` opens a subject. Throws where nobody may wait for one. */
export const host = (open: Open): Hosted =>
  typeof globalThis.process?.getBuiltinModule === "function" ? hostOfNode(open) : hostOfBrowser(open);
