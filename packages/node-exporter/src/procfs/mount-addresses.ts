import { ParseError } from "@sightglass/metrics-registry";

const SOURCE = "self/mountinfo";
const MIN_FIELDS = 10;
const ADDRESS = "addr=";

/**
 * The `addr` option of each line of mountinfo (proc_pid_mountinfo(5)), the server of a network file system; empty for a
 * mount that has none. Throws ParseError for a line of another form.
 */
export function parseMountAddresses(text: string): readonly string[] {
  const addresses: string[] = [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (let at = 0; at < lines.length; at += 1) {
    const fields = (lines[at] as string).split(" ");
    if (fields.length < MIN_FIELDS) throw new ParseError(SOURCE, at + 1, `${fields.length} fields`);
    if (fields.at(-4) !== "-") throw new ParseError(SOURCE, at + 1, "no separator before the last three fields");
    const option = (fields.at(-1) as string).split(",").findLast((one) => one.startsWith(ADDRESS));
    addresses.push(option?.slice(ADDRESS.length).split("=", 1)[0] ?? "");
  }
  return addresses;
}
