import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyFixtures, nodeKit, readPage, type RecordedPage } from "./node-kit.ts";
import { startNodeProgram, type RunningProgram } from "./start-node-program.ts";

const kit = nodeKit();
const fixtures = copyFixtures(kit);

let program: RunningProgram;
let page: RecordedPage;
beforeAll(async () => {
  program = await startNodeProgram([
    "--collector.disable-defaults",
    "--collector.nvmesubsystem",
    `--path.sysfs=${fixtures}/sys`,
    `--path.procfs=${fixtures}/proc`,
  ]);
  const answer = await program.get("/metrics");
  expect(answer.status).toBe(200);
  page = readPage(answer.text);
}, 60_000);
afterAll(async () => {
  await program?.stop();
  rmSync(fixtures, { recursive: true, force: true });
}, 20_000);

const isOwn = (name: string): boolean => name.startsWith("node_nvmesubsystem_");

test("every sample and type of the subsystem's paths is node_exporter's, and there are no others", () => {
  const expected = readPage(readFileSync(join(kit, "expected-extra/nvmesubsystem.prom"), "utf8"));
  expect(expected.values.size).toBe(32);
  expect(new Map([...page.values].filter(([series]) => isOwn(series)))).toEqual(expected.values);
  expect(new Map([...page.types].filter(([name]) => isOwn(name)))).toEqual(expected.types);
  expect(page.values.get('node_scrape_collector_success{collector="nvmesubsystem"}')).toBe(1);
});
