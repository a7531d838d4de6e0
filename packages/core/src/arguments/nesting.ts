import { checkSize } from "./check-shape.ts";
import { mostAxes } from "./tensor-like.ts";

/** The lengths met on the way down along the first entries of nested arrays; throws where no tensor is nested like that. */
export function nestingOf<A extends { readonly [index: number]: unknown; readonly length: number }>(
  caller: string,
  values: unknown,
  isArray: (value: unknown) => value is A,
): number[] {
  const shape: number[] = [];
  for (let value = values; isArray(value); value = value[0]) {
    shape.push(value.length);
    if (shape.length > mostAxes)
      throw new Error(
        `${caller}: arrays are nested more than ${mostAxes} deep: is one of them an entry of its own?`,
      );
  }
  checkSize(caller, shape);
  return shape;
}
