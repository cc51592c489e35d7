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
  return families
    .filter(({ points }) => points.length > 0)
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
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

const cases = readdirSync(join(kit, "fixtures/textfile"))
  .filter((name) => name.endsWith(".out"))
  .map((name) => name.slice(0, -".out".length));

test("the kit has cases", () => {
  expect(cases.length).toBeGreaterThan(10);
});

test.each(cases)("%s gives upstream's exposition", async (name) => {
  const directory = name === "glob_extra_dimension" ? "*_extra_dimension" : name;
  const host = fixtureHost(join(kit, "fixtures"), () => Date.now() / 1000);
  const state = textfile.setup({ directories: [join(kit, "fixtures/textfile", directory)] } as never, host);
  const data = await textfile.read(host, new AbortController().signal, state as never);
  const expected = readFileSync(join(kit, "fixtures/textfile", `${name}.out`), "utf8");
  expect(comparable(evaluateFamilies(textfile.families, data))).toEqual(
    comparable(parseExposition(expected, { format: "text" })),
  );
});
