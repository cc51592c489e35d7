import { lineEnd, splitFields } from "../procfs/fields.ts";

/** Rows of a file of a NUMA node, made of the words of each line that has any; lines count from 1. */
export function nodeRows<Row>(text: string, rowOf: (words: readonly string[], line: number) => Row): readonly Row[] {
  const rows: Row[] = [];
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const end = lineEnd(text, start);
    const words = splitFields(text.slice(start, end));
    start = end + 1;
    if (words.length > 0) rows.push(rowOf(words, line));
  }
  return rows;
}
