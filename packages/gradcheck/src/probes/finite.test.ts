import { copy, divide, map, multiply, sqrt, square, sum, type Tensor, tensor } from "@nudge/core";
import { expect, test } from "vitest";
import { failures, linear, type Named, normal, type Subject, spoil, withEntry } from "../../test/fixtures.ts";
import { gradcheckMap, toText } from "../index.ts";

test("a gradient that is not finite is found with tensor, index, value and how many there are", () => {
  const report = gradcheckMap(
    spoil(linear(), ({ W }) => ({
      W: withEntry(
        withEntry(W, 3, () => Number.NaN),
        5,
        () => 1 / 0,
      ),
    })),
  );
  expect(report.findings).toEqual([
    {
      kind: "non-finite",
      severity: "failure",
      tensor: "W",
      index: [1, 1],
      message: "the gradient of W is NaN at W[1, 1]; 2 of 6 entries not finite",
    },
  ]);
});

test("every tensor has its own finding", () => {
  const report = gradcheckMap(
    spoil(linear(), ({ W, b }) => ({ W: multiply(W, 1 / 0), b: withEntry(b, 0, () => Number.NaN) })),
  );
  expect(report.findings.map(({ tensor }) => tensor)).toEqual(["W", "b"]);
});

test("a missing gradient is not also one that is not finite", () => {
  expect(failures(gradcheckMap(spoil(linear(), () => ({ W: undefined }))))).toEqual(["missing"]);
});

test("an output of NaN is found, and one of infinity never passes", () => {
  const check = (value: number) => {
    const subject = linear();
    return gradcheckMap({
      ...subject,
      forward: (t, pass) => {
        const [y, cache] = subject.forward(t, pass);
        return [withEntry(y, 2, () => value), cache];
      },
    });
  };
  const nan = check(Number.NaN);
  expect(failures(nan)).toContain("non-finite");
  expect(nan.findings[0].message).toContain("NaN");
  expect(nan.verdict).toBe("fail");
  expect(check(1 / 0).verdict).toBe("fail");
});

test("0/0 in the backward pass of a norm at zero is found", () => {
  const norm: Subject = {
    tensors: { x: tensor([0, 0]) },
    forward: ({ x }) => {
      const y = sqrt(tensor(sum(square(x))));
      return [y, y];
    },
    backward: (dy, y, { x }) => ({ x: multiply(dy, divide(x, y as Tensor)) }),
  };
  expect(failures(gradcheckMap(norm))).toEqual(["non-finite"]);
});

test("values that are large, small or zero are finite", () => {
  const subject: Subject = {
    tensors: { x: tensor([1e-300, 1e300, 1]) },
    forward: ({ x }) => [multiply(x, tensor([1e300, 1e-300, 1])), undefined],
    backward: (dy) => ({ x: multiply(dy, tensor([1e300, 1e-300, 1])) }),
  };
  expect(gradcheckMap(subject).findings).toEqual([]);
});

test("what becomes non-finite only at another point is no finding", () => {
  const x = map(normal([10]), (v) => Math.abs(v) / 10 + 0.01);
  const edge = 1.0000001 * Math.max(...copy(x).data);
  const report = gradcheckMap(
    {
      tensors: { x },
      forward: ({ x }: Named) => [map(x, (v) => Math.log(edge - v + 1e-3)), undefined],
      backward: (dy: Tensor, _: unknown, { x }: Named) => ({
        x: map(dy, x, (d, v) => -d / Math.max(edge - v + 1e-3, 0)),
      }),
    },
    { points: 4 },
  );
  expect(report.verdict, toText(report)).toBe("pass");
});

test("the first entry of an output may be the one, be it a failure or infinite for good reason", () => {
  const messages = (entry: number, value: number, x: Tensor) =>
    gradcheckMap({
      tensors: { x },
      forward: ({ x }) => [withEntry(multiply(x, 2), entry, () => value), 0],
      backward: (dy) => ({ x: multiply(dy, 2) }),
    }).findings.map(({ severity, message }) => `${severity}: ${message}`);
  const x = tensor([1, 2, 3]);
  for (const entry of [0, 1, 2]) {
    expect(messages(entry, Number.NaN, x)).toContain(
      `failure: forward gives NaN, first at entry ${entry} of the output`,
    );
    expect(messages(entry, Number.POSITIVE_INFINITY, x)[0]).toMatch(/^failure: forward gives Infinity/);
    expect(messages(entry, Number.NEGATIVE_INFINITY, x)).toContain(
      `note: forward gives -Infinity, first at entry ${entry} of the output: what goes there is not checked`,
    );
  }
  expect(messages(0, 7, x)).toEqual([]);
});
