/** What the query string of a scrape selects, or why it is refused. */
export type ScrapeFilter =
  | { readonly ok: true; readonly key: string; readonly collectors: ReadonlySet<string> | undefined }
  | { readonly ok: false; readonly text: string };

const ALL: ScrapeFilter = { ok: true, key: "*", collectors: undefined };

/** Far above the number of collectors of any program, and small enough that parsing costs nothing. */
const MAX_QUERY_LENGTH = 8192;
const MAX_NAMES = 256;
/** A refused name is repeated in the answer; no more of it than this. */
const MAX_NAME_LENGTH = 128;

const refuse = (text: string): ScrapeFilter => ({ ok: false, text });

const refuseCollector = (kind: "missing" | "disabled", name: string): ScrapeFilter => {
  const shown = name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name;
  return refuse(`Couldn't create filtered metrics handler: couldn't create collector: ${kind} collector: ${shown}`);
};

/** Selections of the same collectors get the same key, whatever parameters spelled them, so that they share a collection. */
const select = (enabled: readonly string[], names: ReadonlySet<string>): ScrapeFilter => {
  const chosen = enabled.filter((name) => names.has(name));
  return chosen.length === enabled.length
    ? ALL
    : { ok: true, key: `=${chosen.join(",")}`, collectors: new Set(chosen) };
};

/**
 * Reads `collect[]` and `exclude[]` from the URL of a scrape. Rules and texts are node_exporter's
 * (`handler.ServeHTTP`), but for one: excluding every collector selects none, where upstream takes the
 * empty list for "no filter" and runs all of them.
 *
 * @param url path and query, as in the request line
 * @param enabled names of the enabled collectors
 * @param known names of all collectors of the program, to tell a disabled one from one that does not exist
 */
export function parseScrapeFilter(url: string, enabled: readonly string[], known: ReadonlySet<string>): ScrapeFilter {
  const queryStart = url.indexOf("?");
  if (queryStart === -1 || queryStart === url.length - 1) {
    return ALL;
  }
  if (url.length - queryStart > MAX_QUERY_LENGTH) {
    return refuse(`Query is longer than ${MAX_QUERY_LENGTH} characters.`);
  }
  const query = new URLSearchParams(url.slice(queryStart + 1));
  const collect = query.getAll("collect[]");
  const exclude = query.getAll("exclude[]");
  if (collect.length > 0 && exclude.length > 0) {
    return refuse("Combined collect and exclude queries are not allowed.");
  }
  if (collect.length > MAX_NAMES || exclude.length > MAX_NAMES) {
    return refuse(`More than ${MAX_NAMES} collectors in the query.`);
  }
  if (exclude.length > 0) {
    const excluded = new Set(exclude);
    return select(enabled, new Set(enabled.filter((name) => !excluded.has(name))));
  }
  if (collect.length === 0) {
    return ALL;
  }
  for (const name of collect) {
    if (!enabled.includes(name)) {
      return refuseCollector(known.has(name) ? "disabled" : "missing", name);
    }
  }
  return select(enabled, new Set(collect));
}
