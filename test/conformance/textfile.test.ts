import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseExposition, type LabelPairs, type MetricFamily } from "@sightglass/metrics-registry";
import { evaluateFamilies } from "@sightglass/metrics-registry/testing";
import { textfile } from "../../packages/node-exporter/src/collectors/textfile.ts";
import { fixtureHost } from "../../packages/node-exporter/test/support/collect.ts";

const folder = process.env["CONFORMANCE_DIR"];
if (folder === undefined || !existsSync(join(folder, "node/fixtures/textfile"))) {
  throw new Error("set CONFORMANCE_DIR to the folder of the conformance kits: it has node/fixtures/textfile");
}
const kit = join(folder, "node");

const byName = ([left]: readonly [string, string], [right]: readonly [string, string]): number =>
  left < right ? -1 : Number(left > right);
const sortedLabels = (labels: LabelPairs): LabelPairs => labels.toSorted(byName);

/** Families with everything that has no meaning in the order put in one. */
function comparable(families: readonly MetricFamily[]): unknown[] {
  return (
    families
      // Ours beside upstream's: which file the error is in.
      .filter(({ name, points }) => points.length > 0 && name !== "node_textfile_file_error")
      .map(({ name, type, help, points }) => ({
        name,
        type,
        // The kit holds no help texts of the collector's own families.
        help: name.startsWith("node_textfile_") ? undefined : help?.replaceAll(`${kit}/`, ""),
        points: points
          .map((point) => {
            const labels = sortedLabels(point.labels).map(([label, value]) => [label, value.replace(`${kit}/`, "")]);
            return Object.assign({}, point, { labels }, name === "node_textfile_mtime_seconds" ? { value: 1 } : {});
          })
          .toSorted((left, right) => (JSON.stringify(left.labels) < JSON.stringify(right.labels) ? -1 : 1)),
      }))
      .toSorted((left, right) => (left.name < right.name ? -1 : 1))
  );
}

const cases = readdirSync(join(kit, "fixtures/textfile"))
  .filter((name) => name.endsWith(".out"))
  .map((name) => name.slice(0, -".out".length));

test("the kit has cases", () => {
  expect(cases.length).toBeGreaterThan(10);
});

async function expose(name: string, mergesHelp: boolean): Promise<unknown[]> {
  const directory = name === "glob_extra_dimension" ? "*_extra_dimension" : name;
  const host = fixtureHost(join(kit, "fixtures"), () => Date.now() / 1000);
  const directories = [join(kit, "fixtures/textfile", directory)];
  const state = textfile.setup({ directories, maxAge: 0, mergesHelp } as never, host);
  const data = await textfile.read(host, new AbortController().signal, state as never);
  return comparable(evaluateFamilies(textfile.families, data));
}

const expectedOf = (name: string): unknown[] =>
  comparable(parseExposition(readFileSync(join(kit, "fixtures/textfile", `${name}.out`), "utf8"), { format: "text" }));

/** The case whose series under another help text we keep by default and upstream does not. */
const OTHER_HELP = "metrics_merge_different_help";

test.each(cases)("%s gives upstream's exposition without --collector.textfile.merge-help", async (name) => {
  expect(await expose(name, false)).toEqual(expectedOf(name));
});

test.each(cases.filter((name) => name !== OTHER_HELP))("%s gives upstream's exposition by default", async (name) => {
  expect(await expose(name, true)).toEqual(expectedOf(name));
});

test("by default no series is lost to another file's help text, and that is an error all the same", async () => {
  const ours = await expose(OTHER_HELP, true);
  const upstream = expectedOf(OTHER_HELP) as { readonly name: string; readonly points: readonly unknown[] }[];
  const added = [
    [["file", "b"], ["foo", "bar"], 30],
    [["file", "b"], ["foo", "baz"], 40],
  ] as const;
  expect(ours).toEqual(
    upstream.map((family) =>
      family.name === "events_total"
        ? {
            ...family,
            points: [...family.points, ...added.map(([file, foo, value]) => ({ labels: [file, foo], value }))],
          }
        : family,
    ),
  );
});
