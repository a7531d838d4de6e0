let answer: boolean | undefined;

/**
 * Whether this host compiles code that is given to it as text. A page does not under a content security policy without
 * `'unsafe-eval'`, nor does Node with `--disallow-code-generation-from-strings`. It is tried once: a page reports every try.
 */
export function mayCompile(): boolean {
  answer ??= canCompile();
  return answer;
}

function canCompile(): boolean {
  try {
    new Function("");
    return true;
  } catch {
    return false;
  }
}
