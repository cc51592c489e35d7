/** A content coding that we produce. */
export type ContentCoding = "identity" | "gzip" | "zstd";

/** Longer fields than this are read up to here only: no client needs more, and the cost stays bounded. */
const maxFieldLength = 1024;

/**
 * Chooses a content coding by an Accept-Encoding field (RFC 9110, 12.5.3). Among the codings of `available` the one
 * with the highest q-value wins, and at equal values the one that stands first. `identity` is acceptable unless
 * it (or `*` without it being named) has q=0, and is chosen over a coding only when its own q-value is named and higher.
 *
 * @param field The field's value; undefined or empty means no preference, which is answered uncompressed.
 * @returns undefined when nothing we produce is acceptable (then 406 is right).
 */
export function chooseContentCoding(
  field: string | undefined,
  available: readonly ContentCoding[],
): ContentCoding | undefined {
  if (field === undefined || field.trim() === "") return "identity";
  const weights = parseAcceptEncoding(field.length > maxFieldLength ? field.slice(0, maxFieldLength) : field);
  const star = weights.get("*");
  let chosen: ContentCoding | undefined;
  let best = 0;
  for (const coding of available) {
    if (coding === "identity") continue;
    const weight = weights.get(coding) ?? star ?? 0;
    if (weight > best) {
      best = weight;
      chosen = coding;
    }
  }
  const named = weights.get("identity");
  if (chosen === undefined) return (named ?? star) === 0 ? undefined : "identity";
  return named !== undefined && named > best ? "identity" : chosen;
}

/** The weights by coding in lower case (`x-gzip` counts as `gzip`). An invalid weight refuses its coding. */
export function parseAcceptEncoding(field: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const element of field.split(",")) {
    const [name = "", ...parameters] = element.split(";");
    const coding = name.trim().toLowerCase();
    if (coding === "") continue;
    let weight = 1;
    for (const parameter of parameters) {
      const match = /^\s*q\s*=\s*(.*?)\s*$/iu.exec(parameter);
      if (match !== null) weight = parseWeight(match[1] ?? "");
    }
    weights.set(coding === "x-gzip" ? "gzip" : coding, weight);
  }
  return weights;
}

/** `0`, `0.123`, `1` or `1.000`; anything else is 0, so that a malformed preference is never an assent. */
function parseWeight(text: string): number {
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/u.test(text) ? Number(text) : 0;
}
