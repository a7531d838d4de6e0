/** A vector that is only read. */
export interface Vector {
  readonly length: number;
  readonly [index: number]: number;
  slice(start?: number, end?: number): Float64Array;
}
