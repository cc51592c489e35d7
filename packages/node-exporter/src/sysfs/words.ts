const WORDS = /\S+/g;

/** The words of a sysfs text that white space separates, newlines among it: `bond0 bond1` and a newline are two. */
export function splitWords(text: string): readonly string[] {
  return text.match(WORDS) ?? [];
}
