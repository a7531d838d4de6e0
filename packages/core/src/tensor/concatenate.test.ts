import fc from "fast-check";
import { expect, test } from "vitest";
import {
  arbitraryDtype,
  arbitraryShape,
  arbitraryView,
  expectEntries,
  expectFresh,
} from "../../test/arbitrary-view.ts";
import { concatenate } from "./concatenate.ts";
import { zeros } from "./fill.ts";
import { slice } from "./slice.ts";

const pieces = fc
  .tuple(
    arbitraryShape.filter((shape) => shape.length > 0),
    arbitraryDtype,
    fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }),
  )
  .chain(([shape, dtype, lengths]) =>
    fc
      .nat(shape.length - 1)
      .chain((axis) =>
        fc.tuple(
          fc.constant(axis),
          fc.tuple(...lengths.map((length) => arbitraryView(shape.with(axis, length), dtype))),
        ),
      ),
  );

test("joins views of any layout, which slice takes apart again, along an axis counted from either end", () => {
  fc.assert(
    fc.property(pieces, ([axis, tensors]) => {
      for (const along of [axis, axis - tensors[0].dimension]) {
        const joined = concatenate(tensors, along);
        expect(joined.dtype).toBe(tensors[0].dtype);
        expectFresh(joined, ...tensors);
        let start = 0;
        for (const x of tensors) {
          const end = start + x.shape[axis];
          expectEntries(slice(joined, along, start, end), x.shape, (index) => x.get(...index));
          start = end;
        }
        expect(joined.shape[axis]).toBe(start);
      }
    }),
  );
});

test("refuses what cannot be joined", () => {
  expect(() => concatenate([], 0)).toThrow("concatenate: expected at least one tensor, got none");
  expect(() => concatenate([zeros([2])], 1)).toThrow("concatenate: [2] has no axis 1");
  for (const shape of [[3, 4], [2], [2, 3, 1]])
    expect(() => concatenate([zeros([2, 3]), zeros(shape)], 1)).toThrow(
      `concatenate: cannot join [2, 3] and [${shape.join(", ")}] along axis 1`,
    );
  expect(() => concatenate([zeros([2]), zeros([2], "float32")], 0)).toThrow(
    "concatenate: mixed float64 and float32",
  );
  // @ts-expect-error an array is no tensor
  expect(() => concatenate([[1]], 0)).toThrow("concatenate: expected a tensor, got an array of 1");
});
