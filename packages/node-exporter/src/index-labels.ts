const texts: string[] = [];

/** The kernel's own limit of CPUs is an eighth of it. */
const MAX_KEPT = 65_536;

/**
 * The numbers from 0 to `count` - 1, and perhaps more, as label values. The texts are made once: a family of a row for
 * each CPU would make thousands of them in each scrape.
 */
export function indexLabels(count: number): readonly string[] {
  if (count > MAX_KEPT) return Array.from({ length: count }, (_, index) => String(index));
  while (texts.length < count) texts.push(String(texts.length));
  return texts;
}
