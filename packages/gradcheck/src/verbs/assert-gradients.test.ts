import { defineLayer, multiply, tensor, zeros } from "@nudge/core";
import { expect, test } from "vitest";
import { dense, meanSquaredError } from "../../../layers/src/index.ts";
import { linear, maskTimes } from "../../test/fixtures.ts";
import { assertGradients, assertGradientsAsync, GradientError, gradcheck, toText } from "../index.ts";

const triple = defineLayer("triple", (slope: number) => ({
  forward: (x) => [multiply(x, 3), undefined],
  backward: (dy) => ({ input: multiply(dy, slope) }),
}));

test("it gives the report of what passed", () => {
  expect(assertGradients(dense(4, 3), { input: [8, 4], seed: 7 }).replay).toBe(
    "gradcheck(dense(4, 3), { input: [8, 4], seed: 7 })",
  );
  const loss = assertGradients(meanSquaredError(), { prediction: [2, 2], target: [2, 2] });
  expect(loss.subject).toBe("meanSquaredError()");
  expect(assertGradients(linear()).passed).toBe(true);
});

test("it throws the report as text, with the caller's line", () => {
  let error = new Error();
  try {
    assertGradients(triple(2), { input: [4, 3] });
  } catch (thrown) {
    error = thrown as Error;
  }
  expect(error.name).toBe("GradientError");
  expect(maskTimes(error.message)).toBe(maskTimes(toText(gradcheck(triple(2), { input: [4, 3] }))));
  const [frame] = error.stack!.split("\n").filter((line) => /^ +at /.test(line));
  expect(frame).toContain("assert-gradients.test.ts");
});

test("inconclusive is not a pass", () => {
  const nothing = {
    tensors: { x: tensor([1, 2]) },
    forward: () => [zeros([2]), undefined] as const,
    backward: () => ({ x: zeros([2]) }),
  };
  expect(() => assertGradients(nothing)).toThrow(/^gradient check INCONCLUSIVE/);
});

test("its twin gives the report of what passed, and lets the event loop go on", async () => {
  const seen: number[] = [];
  const report = await assertGradientsAsync(dense(4, 3), {
    input: [8, 4],
    onProgress: ({ done, total }) => seen.push(done / total),
  });
  expect(report.passed).toBe(true);
  expect(seen.at(-1)).toBe(1);
  expect((await assertGradientsAsync(linear())).passed).toBe(true);
});

test("its twin rejects with the report of any other, and with the caller's line", async () => {
  let error = new Error();
  try {
    // A timer between is a pause.
    const onProgress = () => {
      for (const end = performance.now() + 25; performance.now() < end; );
    };
    await assertGradientsAsync(triple(2), { input: [4, 3], onProgress });
  } catch (thrown) {
    error = thrown as Error;
  }
  expect(error).toBeInstanceOf(GradientError);
  expect(maskTimes(error.message)).toBe(maskTimes(toText(gradcheck(triple(2), { input: [4, 3] }))));
  const [frame] = error.stack!.split("\n").filter((line) => /^ +at /.test(line));
  expect(frame).toContain("assert-gradients.test.ts");
});

test("its twin rejects with the reason of its signal, also where the check so far would fail", async () => {
  const reason = new Error("enough");
  await expect(
    assertGradientsAsync(dense(4, 3), { input: [8, 4], signal: AbortSignal.abort(reason) }),
  ).rejects.toBe(reason);
  const controller = new AbortController();
  const during = assertGradientsAsync(triple(2), {
    input: [4, 3],
    signal: controller.signal,
    onProgress: () => controller.abort(reason),
  });
  await expect(during).rejects.toBe(reason);
});

test("what cannot be checked is refused", () => {
  expect(() => assertGradients(dense as never)).toThrow(
    /^assertGradients: expected a layer, .* got the function dense; call it: dense\(\.\.\.\)$/,
  );
  for (const subject of [null, 3, "dense", {}, { forward: () => 0 }])
    expect(() => assertGradients(subject as never)).toThrow(/^assertGradients: expected a layer, a model/);
});

test("what its twin cannot check is refused under its own name", async () => {
  await expect(assertGradientsAsync(dense as never)).rejects.toThrow(
    /^assertGradientsAsync: expected a layer/,
  );
  await expect(
    // @ts-expect-error: a misspelt option
    assertGradientsAsync(dense(4, 3), { input: [2, 4], onProgres: () => {} }),
  ).rejects.toThrow('assertGradientsAsync: unknown option "onProgres", did you mean "onProgress"?');
  // @ts-expect-error: a layer needs an input
  await expect(assertGradientsAsync(dense(4, 3))).rejects.toThrow("input is missing");
  // @ts-expect-error: what runs at once takes no signal
  expect(() => assertGradients(linear(), { signal: undefined })).toThrow('unknown option "signal"');
});

test("the compiler asks for the options of the subject", () => {
  // @ts-expect-error: a layer needs an input
  expect(() => assertGradients(dense(4, 3))).toThrow("input is missing");
  // @ts-expect-error: a loss has no input
  expect(() => assertGradients(meanSquaredError(), { input: [2, 2] })).toThrow('unknown option "input"');
  // @ts-expect-error: a misspelt option
  expect(() => assertGradients(dense(4, 3), { input: [2, 4], treshold: 1e-6 })).toThrow('"threshold"');
});
