// The program of a worker. It is handed to the worker as text, so that nobody has to find it in a file, whatever bundler
// the package went through: the functions here, and those of module-subject.ts and process-subject.ts, use
// nothing from outside of themselves.

/** The memory that a worker answers in. `control` is the state of it, the length of the part in `room`, and a process. */
export interface Mailbox {
  readonly control: Int32Array;
  readonly room: Uint8Array;
}

/** What `control[0]` says: empty, a part of an answer, its end, or the end of what went wrong for good. */
export const states = { empty: 0, part: 1, end: 2, failed: 3 } as const;

/** Where the number of the process that a worker owns stands in `control`; 0 is none. */
export const processAt = 2;

/** What the one who waits says first. */
export interface Opening {
  readonly mailbox: Mailbox;
  readonly states: typeof states;
  /** The address of a module, or the words of a command. */
  readonly subject: unknown;
}

/** What a worker has of its host: Node or a browser. */
export interface Inside {
  listen(hear: (message: unknown) => void): void;
  load(address: string): Promise<Readonly<Record<string, unknown>>>;
  /** Says how the worker ends, if it ends by itself. */
  onEnd(ended: (why: string) => void): void;
  /** Says that the subject is open, or never will be. */
  opened(): void;
  /** Lets the worker end. */
  leave(): void;
}

/** A subject in a worker: from a question to the answer. What it throws ends it. */
export interface Served {
  ask(question: string): Promise<string>;
  /** Ends it; the worker ends when it has. */
  close?(): Promise<void>;
}

export type Open = (subject: unknown, inside: Inside, control: Int32Array) => Promise<Served>;

/** Answers what comes, one after another, until `close` comes. */
export function serve(inside: Inside, open: Open): void {
  let opening: Opening;
  let served: Promise<Served>;
  let isAsked = false;
  let failure: string | undefined;

  function say(text: string, end: number): void {
    const { mailbox, states } = opening;
    const { control, room } = mailbox;
    const bytes = new TextEncoder().encode(text);
    isAsked = false;
    for (let start = 0; start === 0 || start < bytes.length; start += room.length) {
      const part = bytes.subarray(start, start + room.length);
      room.set(part);
      control[1] = part.length;
      const state = start + room.length < bytes.length ? states.part : end;
      Atomics.store(control, 0, state);
      Atomics.notify(control, 0);
      // It may be woken for the part before, which had been read by then.
      while (state === states.part && Atomics.load(control, 0) === state) Atomics.wait(control, 0, state);
    }
  }
  /** From here on there is one answer only. */
  function fail(why: string): void {
    failure ??= why;
    if (isAsked) say(failure, opening.states.failed);
  }

  inside.onEnd(fail);
  inside.listen(async (message) => {
    if (typeof message !== "string") {
      opening = message as Opening;
      served = open(opening.subject, inside, opening.mailbox.control);
      // What went wrong is told to the first question.
      await served.catch(() => {});
      inside.opened();
      return;
    }
    if (message === "close") {
      await served.then(({ close }) => close?.()).catch(() => {});
      inside.leave();
      return;
    }
    isAsked = true;
    try {
      if (failure !== undefined) throw new Error(failure);
      const { ask } = await served;
      say(await ask(message), opening.states.end);
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
    }
  });
}

/** What a worker has of Node. */
export function insideNode(load: Inside["load"]): Inside {
  const { parentPort } = process.getBuiltinModule("node:worker_threads");
  return {
    load,
    listen: (hear) => parentPort?.on("message", hear),
    opened: () => {},
    leave: () => parentPort?.close(),
    onEnd(ended) {
      process.on("exit", (code) => ended(`it called process.exit(${code})`));
      process.on("uncaughtException", (error) => ended(`outside of its passes it threw ${error}`));
    },
  };
}

interface Scope {
  addEventListener(
    kind: string,
    hear: (event: { data?: unknown; message?: string; reason?: unknown }) => void,
  ): void;
  postMessage(message: unknown): void;
  close(): void;
}

/** What a worker has of a browser. */
export function insideBrowser(load: Inside["load"]): Inside {
  const scope = globalThis as unknown as Scope;
  return {
    load,
    listen: (hear) => scope.addEventListener("message", ({ data }) => hear(data)),
    opened: () => scope.postMessage("opened"),
    leave: () => scope.close(),
    onEnd(ended) {
      scope.addEventListener("error", ({ message }) => ended(`outside of its passes it threw ${message}`));
      scope.addEventListener("unhandledrejection", ({ reason }) =>
        ended(`outside of its passes it threw ${reason}`),
      );
    },
  };
}
