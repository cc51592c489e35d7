import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { copyFixtures, nodeKit, readPage } from "./node-kit.ts";
import { scrapeOnce } from "./scrape-once.ts";

const kit = nodeKit();
const fixtures = copyFixtures(kit);

afterAll(() => rmSync(fixtures, { recursive: true, force: true }));

const isOwn = (name: string): boolean => name.startsWith("node_nvmesubsystem_");

test("every sample and type of the subsystem's paths is node_exporter's, and there are no others", async () => {
  const page = await scrapeOnce([
    "--collector.disable-defaults",
    "--collector.nvmesubsystem",
    `--path.sysfs=${fixtures}/sys`,
    `--path.procfs=${fixtures}/proc`,
  ]);
  const expected = readPage(readFileSync(join(kit, "expected-extra/nvmesubsystem.prom"), "utf8"));
  expect(expected.values.size).toBe(32);
  expect(new Map([...page.values].filter(([series]) => isOwn(series)))).toEqual(expected.values);
  expect(new Map([...page.types].filter(([name]) => isOwn(name)))).toEqual(expected.types);
  expect(page.values.get('node_scrape_collector_success{collector="nvmesubsystem"}')).toBe(1);
}, 60_000);
