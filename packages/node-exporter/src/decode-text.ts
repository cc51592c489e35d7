/** U+FFFD as it stands in a valid text. Its first byte never continues another character, so it is found by bytes. */
const REPLACEMENT_BYTES = Buffer.from("\uFFFD", "utf8");

/**
 * Decodes UTF-8 as node_exporter's sanitising does: each run of invalid bytes becomes one U+FFFD, where Node gives one
 * for each bad sequence. Characters that are U+FFFD already stay as many as they are.
 */
export function decodeText(bytes: Buffer): string {
  const parts: string[] = [];
  let start = 0;
  for (let at = bytes.indexOf(REPLACEMENT_BYTES); at >= 0; at = bytes.indexOf(REPLACEMENT_BYTES, start)) {
    parts.push(bytes.toString("utf8", start, at));
    start = at + REPLACEMENT_BYTES.length;
  }
  parts.push(bytes.toString("utf8", start));
  return parts.map((part) => part.replaceAll(/\uFFFD+/g, "\uFFFD")).join("\uFFFD");
}
