/** The number of entries of a shape. */
export const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);
