import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { copyWithLinks } from "./restore-links.ts";

/** The folder of node_exporter's kit below CONFORMANCE_DIR. Throws when there is none. */
export function nodeKit(): string {
  const folder = process.env["CONFORMANCE_DIR"];
  if (folder === undefined || !existsSync(join(folder, "node/expected.prom"))) {
    throw new Error("set CONFORMANCE_DIR to the folder of the conformance kits: it has node/expected.prom");
  }
  return join(folder, "node");
}

/** The one counter of a device that netlink tells and /proc/net/dev does not. */
const NO_HANDLER = "sys/class/net/lo/statistics/rx_nohandler";

/**
 * Copies the kit's fixtures into a new folder, which the caller removes. What upstream's run asked the running kernel
 * by netlink is put in place as files: /proc/net/dev, and the counter of the loopback device that is not in there.
 */
export function copyFixtures(kit: string): string {
  const folder = mkdtempSync(join(tmpdir(), "sightglass-kit-"));
  copyWithLinks(join(kit, "fixtures"), folder);
  mkdirSync(join(folder, "proc/net"), { recursive: true });
  copyFileSync(join(kit, "overlay/proc/net/dev"), join(folder, "proc/net/dev"));
  mkdirSync(dirname(join(folder, NO_HANDLER)), { recursive: true });
  writeFileSync(join(folder, NO_HANDLER), "0\n");
  return folder;
}

/** The flags of the recorded run, but for the address. */
export function recordedFlags(kit: string, fixtures: string): readonly string[] {
  return readFileSync(join(kit, "flags.txt"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("--") && !line.startsWith("--web.listen-address="))
    .map((line) => line.replaceAll("FIXTURES", fixtures));
}

/** A page in the text format: type by family and value by series, labels sorted by name. */
export interface RecordedPage {
  readonly types: ReadonlyMap<string, string>;
  readonly values: ReadonlyMap<string, number>;
}

const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/gy;

function canonicalSeries(series: string): string {
  const brace = series.indexOf("{");
  if (brace < 0) return series;
  const pairs: string[] = [];
  LABEL.lastIndex = brace + 1;
  for (let match = LABEL.exec(series); match !== null; match = LABEL.exec(series)) {
    pairs.push(`${match[1]}="${match[2]}"`);
    const end = LABEL.lastIndex;
    if (series[end] === "}" && end === series.length - 1)
      return `${series.slice(0, brace)}{${pairs.toSorted().join(",")}}`;
    if (series[end] !== ",") break;
    LABEL.lastIndex = end + 1;
  }
  throw new Error(`not a series: ${series}`);
}

const GO_NUMBERS: Readonly<Record<string, number>> = { "+Inf": Infinity, "-Inf": -Infinity, NaN: Number.NaN };

/** Reads a page without any of the program's own code. Throws on a series that is there twice. */
export function readPage(text: string): RecordedPage {
  const types = new Map<string, string>();
  const values = new Map<string, number>();
  for (const line of text.split("\n")) {
    if (line.startsWith("# TYPE ")) {
      const [, , name = "", type = ""] = line.split(" ");
      if (types.has(name)) throw new Error(`two TYPE lines of ${name}`);
      types.set(name, type);
    }
    if (line === "" || line.startsWith("#")) continue;
    const space = line.lastIndexOf(" ");
    const series = canonicalSeries(line.slice(0, space));
    if (values.has(series)) throw new Error(`twice: ${series}`);
    const number = line.slice(space + 1);
    values.set(series, GO_NUMBERS[number] ?? Number(number));
  }
  return { types, values };
}

/** A series' metric name. */
export const nameOf = (series: string): string => series.split("{", 1)[0] ?? "";
