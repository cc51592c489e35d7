import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { copyFixtures, nodeKit, readPage } from "./node-kit.ts";
import { scrapeOnce } from "./scrape-once.ts";

const kit = nodeKit();
const fixtures = copyFixtures(kit);
afterAll(() => rmSync(fixtures, { recursive: true, force: true }));

const FAMILY = /^node_ipvs_/;

describe.each([
  ["ipvs-default-labels", undefined],
  ["ipvs-labels-local_address-local_port", "local_address,local_port"],
  ["ipvs-labels-local_port", "local_port"],
  ["ipvs-labels-none", ""],
])("%s", (file, labels) => {
  test("every sample and type agrees with node_exporter's", async () => {
    const expected = readPage(readFileSync(join(kit, "expected-extra", `${file}.prom`), "utf8"));
    const page = await scrapeOnce([
      `--path.procfs=${join(fixtures, "proc")}`,
      "--collector.disable-defaults",
      "--collector.ipvs",
      ...(labels === undefined ? [] : [`--collector.ipvs.backend-labels=${labels}`]),
    ]);
    const own = <Value>(all: ReadonlyMap<string, Value>) => new Map([...all].filter(([name]) => FAMILY.test(name)));
    expect(own(page.values)).toEqual(own(expected.values));
    expect(own(page.types)).toEqual(own(expected.types));
    expect(own(page.types).size).toBe(8);
  }, 60_000);
});
