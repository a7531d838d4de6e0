// The way to a subject in a worker: a question goes there as a message, and the thread that asks stands still until the
// answer is in the memory that both share, or its time is over.
import { type Hosted, host } from "./host.ts";
import { type Mailbox, type Open, type Opening, processAt, states } from "./serve.ts";

/** How much of an answer is handed over at a time, in bytes. */
const roomSize = 2 ** 18;

interface Started {
  readonly host: Hosted;
  readonly mailbox: Mailbox;
}

/** Starts a worker in which `open` opens a subject. */
function start(open: Open, subject: unknown): Started {
  const started = {
    host: host(open),
    mailbox: {
      control: new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT)),
      room: new Uint8Array(new SharedArrayBuffer(roomSize)),
    },
  };
  started.host.post({ mailbox: started.mailbox, states, subject } satisfies Opening);
  return started;
}

export class Channel {
  readonly #start: () => Started;
  /** In milliseconds. */
  readonly #timeout: number;
  #started: Started | undefined;
  /** Why no more can be asked. */
  #ended: string | undefined;

  /** The worker starts when it is needed. */
  constructor(open: Open, subject: unknown, timeout: number) {
    this.#start = () => start(open, subject);
    this.#timeout = timeout;
  }

  get ready(): Promise<void> {
    return this.#open().host.ready;
  }

  #open(): Started {
    if (this.#ended !== undefined) throw withoutStack(this.#ended);
    this.#started ??= this.#start();
    return this.#started;
  }

  /** The answer to a question. Throws where there is none, and from then on. */
  ask(question: string): string {
    const { host, mailbox } = this.#open();
    const { control, room } = mailbox;
    const until = performance.now() + this.#timeout;
    const parts: Uint8Array[] = [];
    host.post(question);
    for (;;) {
      const left = Math.max(0, until - performance.now());
      if (Atomics.wait(control, 0, states.empty, left) === "timed-out")
        throw this.#end(`no answer came within ${this.#timeout / 1000} s`, "SIGKILL");
      const state = Atomics.load(control, 0);
      // The worker may have woken us for the answer before, which had been read by then.
      if (state === states.empty) continue;
      parts.push(room.slice(0, control[1]));
      Atomics.store(control, 0, states.empty);
      Atomics.notify(control, 0);
      if (state === states.part) continue;
      const text = textOf(parts);
      if (state === states.failed) throw this.#end(text, "SIGKILL");
      return text;
    }
  }

  /** Ends the worker, and the process that it owns. */
  close(): void {
    if (this.#ended === undefined) this.#end("it was closed", "SIGTERM");
  }

  #end(why: string, signal: "SIGTERM" | "SIGKILL"): Error {
    this.#ended = why;
    if (this.#started !== undefined) {
      const { host, mailbox } = this.#started;
      const pid = Atomics.load(mailbox.control, processAt);
      if (pid === 0) host.terminate();
      else {
        host.kill(pid, signal);
        // The worker outlives its process, whose end it has to take note of.
        host.post("close");
      }
    }
    return withoutStack(why);
  }
}

/** An error that says all itself: its stack would be that of this package. */
export function withoutStack(message: string, name = "Error"): Error {
  const error = new Error(message);
  error.name = name;
  error.stack = String(error);
  return error;
}

function textOf(parts: readonly Uint8Array[]): string {
  const bytes = new Uint8Array(parts.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return new TextDecoder().decode(bytes);
}
