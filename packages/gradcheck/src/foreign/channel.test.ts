import { expect, test } from "vitest";
import { Channel } from "./channel.ts";
import type { Open } from "./serve.ts";

test("whoever is woken before the answer is there waits on", () => {
  // A worker that was held up between an answer and the call that wakes whoever waits for it makes that call later.
  const wakesEarly: Open = async (_subject, _inside, control) => ({
    async ask(question) {
      for (let i = 0; i < 5; i++) {
        Atomics.notify(control, 0);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      return question;
    },
  });
  const channel = new Channel(wakesEarly, null, 10_000);
  const questions = ["a", "b", "c"];
  expect(questions.map((question) => channel.ask(question))).toEqual(questions);
  channel.close();
});
