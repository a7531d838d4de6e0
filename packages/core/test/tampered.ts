/** A file with another text about its model. */
export function tampered(
  file: Uint8Array,
  change: (about: { [key: string]: unknown }) => unknown,
): Uint8Array {
  const length = Number(new DataView(file.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  const changed = change(JSON.parse(header.__metadata__.nudge));
  header.__metadata__.nudge = typeof changed === "string" ? changed : JSON.stringify(changed);
  const text = new TextEncoder().encode(JSON.stringify(header));
  const other = new Uint8Array(8 + text.length + file.length - 8 - length);
  new DataView(other.buffer).setBigUint64(0, BigInt(text.length), true);
  other.set(text, 8);
  other.set(file.subarray(8 + length), 8 + text.length);
  return other;
}
