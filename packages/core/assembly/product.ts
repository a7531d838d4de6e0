// The product of two matrices, out = a b for a: [n, k], b: [k, m], out: [n, m], in AssemblyScript: compiled to
// WebAssembly by scripts/compile-kernels.ts. Pointers and strides are in bytes, and strides may be negative.
//
// Tiles of 4 rows by 2 vectors of out are summed in 8 registers. What they read is packed before: 4 rows of a, and
// 2 vectors of columns of b, each as one panel in the order of use. Every entry is one sum over k, in order, so that
// neither the sizes nor the layouts change a bit of it; only the relaxed variant leaves its rounding to the host.

/** Rows of a tile. */
const ROWS: i32 = 4;
/** Bytes of a row of a tile. */
const WIDTH: usize = 32;
/** Rows of a that are packed at a time, at most: their panels stay in the cache while those of b stream by. */
const BLOCK: i32 = 64;
const BLOCK_BYTES: i32 = 1 << 18;
/** With more rows of a than these, packing b pays. */
const FEW_ROWS: i32 = 16;

@inline
function multiplyAdd<T>(a: v128, b: v128, sum: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, sum);
  return v128.add<T>(v128.mul<T>(a, b), sum);
}

/** One tile, from a panel of a, and from rows of b that are `bRow` apart. */
function tile<T>(k: i32, a: usize, b: usize, bRow: usize, out: usize, outRow: usize): void {
  let s00 = v128.splat<T>(0), s01 = s00;
  let s10 = s00, s11 = s00;
  let s20 = s00, s21 = s00;
  let s30 = s00, s31 = s00;
  const step = (ROWS as usize) * sizeof<T>();
  for (const end = a + (k as usize) * step; a < end; a += step) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    const a0 = v128.load_splat<T>(a);
    s00 = multiplyAdd<T>(a0, b0, s00);
    s01 = multiplyAdd<T>(a0, b1, s01);
    const a1 = v128.load_splat<T>(a, sizeof<T>());
    s10 = multiplyAdd<T>(a1, b0, s10);
    s11 = multiplyAdd<T>(a1, b1, s11);
    const a2 = v128.load_splat<T>(a, 2 * sizeof<T>());
    s20 = multiplyAdd<T>(a2, b0, s20);
    s21 = multiplyAdd<T>(a2, b1, s21);
    const a3 = v128.load_splat<T>(a, 3 * sizeof<T>());
    s30 = multiplyAdd<T>(a3, b0, s30);
    s31 = multiplyAdd<T>(a3, b1, s31);
    b += bRow;
  }
  v128.store(out, s00);
  v128.store(out, s01, 16);
  v128.store(out + outRow, s10);
  v128.store(out + outRow, s11, 16);
  v128.store(out + 2 * outRow, s20);
  v128.store(out + 2 * outRow, s21, 16);
  v128.store(out + 3 * outRow, s30);
  v128.store(out + 3 * outRow, s31, 16);
}

/** Four tiles' width of a single row, straight from a and b: with one row there is nothing to use twice. */
function row<T>(k: i32, a: usize, aColumn: usize, b: usize, bRow: usize, out: usize): void {
  let s0 = v128.splat<T>(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
  for (let l = 0; l < k; l++) {
    const x = v128.load_splat<T>(a);
    s0 = multiplyAdd<T>(x, v128.load(b), s0);
    s1 = multiplyAdd<T>(x, v128.load(b, 16), s1);
    s2 = multiplyAdd<T>(x, v128.load(b, 32), s2);
    s3 = multiplyAdd<T>(x, v128.load(b, 48), s3);
    s4 = multiplyAdd<T>(x, v128.load(b, 64), s4);
    s5 = multiplyAdd<T>(x, v128.load(b, 80), s5);
    s6 = multiplyAdd<T>(x, v128.load(b, 96), s6);
    s7 = multiplyAdd<T>(x, v128.load(b, 112), s7);
    a += aColumn;
    b += bRow;
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
  v128.store(out, s4, 64);
  v128.store(out, s5, 80);
  v128.store(out, s6, 96);
  v128.store(out, s7, 112);
}

/** Copies `count` entries from one stride to another. */
function copy<T>(count: i32, from: usize, fromStep: usize, to: usize, toStep: usize): void {
  for (let i = 0; i < count; i++) {
    store<T>(to, load<T>(from));
    from += fromStep;
    to += toStep;
  }
}

/** Copies as many rows as a vector has lanes, `xRow` apart and each contiguous, to the columns of a panel. */
function transpose<T>(k: i32, x: usize, xRow: usize, to: usize, step: usize): void {
  const lanes: i32 = 16 / sizeof<T>();
  let l = 0;
  for (; l + lanes <= k; l += lanes) {
    const x0 = v128.load(x), x1 = v128.load(x + xRow);
    if (sizeof<T>() == 8) {
      v128.store(to, v128.shuffle<f64>(x0, x1, 0, 2));
      v128.store(to + step, v128.shuffle<f64>(x0, x1, 1, 3));
    } else {
      const x2 = v128.load(x + 2 * xRow), x3 = v128.load(x + 3 * xRow);
      const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5), high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5), high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<f64>(low01, low23, 0, 2));
      v128.store(to + step, v128.shuffle<f64>(low01, low23, 1, 3));
      v128.store(to + 2 * step, v128.shuffle<f64>(high01, high23, 0, 2));
      v128.store(to + 3 * step, v128.shuffle<f64>(high01, high23, 1, 3));
    }
    x += 16;
    to += (lanes as usize) * step;
  }
  for (; l < k; l++) {
    copy<T>(lanes, x, xRow, to, sizeof<T>());
    x += sizeof<T>();
    to += step;
  }
}

/** Packs rows of x: [rows, k] as the columns of a panel: [k, width], filled up with zeros. */
function pack<T>(k: i32, rows: i32, width: i32, x: usize, xRow: usize, xColumn: usize, to: usize): void {
  const step = (width as usize) * sizeof<T>();
  if (rows < width) memory.fill(to, 0, (k as usize) * step);
  if (rows == width && xRow == sizeof<T>()) {
    for (const end = to + (k as usize) * step; to < end; to += step) {
      v128.store(to, v128.load(x));
      if (step == WIDTH) v128.store(to, v128.load(x, 16), 16);
      x += xColumn;
    }
    return;
  }
  const lanes: i32 = 16 / sizeof<T>();
  let i = 0;
  if (xColumn == sizeof<T>()) {
    for (; i + lanes <= rows; i += lanes) {
      transpose<T>(k, x + (i as usize) * xRow, xRow, to + (i as usize) * sizeof<T>(), step);
    }
  }
  for (; i < rows; i++) copy<T>(k, x + (i as usize) * xRow, xColumn, to + (i as usize) * sizeof<T>(), step);
}

@inline
function multiply<T>(
  n: i32, k: i32, m: i32,
  out: usize, outRow: usize, outColumn: usize,
  a: usize, aRow: usize, aColumn: usize,
  b: usize, bRow: usize, bColumn: usize,
  scratch: usize,
): void {
  const width: i32 = WIDTH as i32 / sizeof<T>();
  if (n == 1 && bColumn == sizeof<T>() && outColumn == sizeof<T>()) {
    for (; m >= 4 * width; m -= 4 * width) {
      row<T>(k, a, aColumn, b, bRow, out);
      b += 4 * WIDTH;
      out += 4 * WIDTH;
    }
  }

  // A tile at the edge is computed whole, in `spill`, and copied in part.
  const spill = scratch;
  const bPanels = spill + (ROWS as usize) * WIDTH;
  const bPanel = (k as usize) * WIDTH;
  const direct = n <= FEW_ROWS && bColumn == sizeof<T>();
  for (let j = direct ? m - m % width : 0; j < m; j += width) {
    pack<T>(k, min(width, m - j), width, b + (j as usize) * bColumn, bColumn, bRow, bPanels + (j / width as usize) * bPanel);
  }
  const aPanels = bPanels + ((m + width - 1) / width as usize) * bPanel;
  const aPanel = (k as usize) * (ROWS as usize) * sizeof<T>();

  const block = max(ROWS, min(BLOCK, BLOCK_BYTES / (max(1, k) * sizeof<T>() as i32) & -ROWS));
  for (let top = 0; top < n; top += block) {
    const bottom = min(n, top + block);
    for (let i = top; i < bottom; i += ROWS) {
      pack<T>(k, min(ROWS, n - i), ROWS, a + (i as usize) * aRow, aRow, aColumn, aPanels + ((i - top) / ROWS as usize) * aPanel);
    }
    for (let j = 0; j < m; j += width) {
      const columns = min(width, m - j);
      const unpacked = direct && columns == width;
      const from = unpacked ? b + (j as usize) * bColumn : bPanels + (j / width as usize) * bPanel;
      const fromRow = unpacked ? bRow : WIDTH;
      for (let i = top; i < bottom; i += ROWS) {
        const rows = min(ROWS, n - i);
        const panel = aPanels + ((i - top) / ROWS as usize) * aPanel;
        const to = out + (i as usize) * outRow + (j as usize) * outColumn;
        if (rows == ROWS && columns == width && outColumn == sizeof<T>()) {
          tile<T>(k, panel, from, fromRow, to, outRow);
        } else {
          tile<T>(k, panel, from, fromRow, spill, WIDTH);
          for (let r: usize = 0; r < (rows as usize); r++) {
            copy<T>(columns, spill + r * WIDTH, sizeof<T>(), to + r * outRow, outColumn);
          }
        }
      }
    }
  }
}

export function multiply64(
  n: i32, k: i32, m: i32,
  out: usize, outRow: usize, outColumn: usize,
  a: usize, aRow: usize, aColumn: usize,
  b: usize, bRow: usize, bColumn: usize,
  scratch: usize,
): void {
  multiply<f64>(n, k, m, out, outRow, outColumn, a, aRow, aColumn, b, bRow, bColumn, scratch);
}

export function multiply32(
  n: i32, k: i32, m: i32,
  out: usize, outRow: usize, outColumn: usize,
  a: usize, aRow: usize, aColumn: usize,
  b: usize, bRow: usize, bColumn: usize,
  scratch: usize,
): void {
  multiply<f32>(n, k, m, out, outRow, outColumn, a, aRow, aColumn, b, bRow, bColumn, scratch);
}
