import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyFixtures, nameOf, nodeKit, readPage, type RecordedPage } from "./node-kit.ts";
import { startNodeProgram, type RunningProgram } from "./start-node-program.ts";

const kit = nodeKit();
const fixtures = copyFixtures(kit);
const expected = readPage(readFileSync(join(kit, "expected-extra/pcidevice-names.prom"), "utf8"));

let program: RunningProgram;
beforeAll(async () => {
  program = await startNodeProgram([
    `--path.sysfs=${fixtures}/sys`,
    `--path.procfs=${fixtures}/proc`,
    "--collector.disable-defaults",
    "--collector.pcidevice",
    "--collector.pcidevice.names",
    `--collector.pcidevice.idsfile=${fixtures}/pci.ids`,
  ]);
}, 60_000);
afterAll(async () => {
  await program?.stop();
  rmSync(fixtures, { recursive: true, force: true });
}, 20_000);

const isPci = (name: string): boolean => name.startsWith("node_pcidevice_");
const valuesOf = ({ values }: RecordedPage) => new Map([...values].filter(([series]) => isPci(nameOf(series))));
const typesOf = ({ types }: RecordedPage) => new Map([...types].filter(([name]) => isPci(name)));

test("with names, every sample and type is the recorded one, and there is nothing else", async () => {
  const page = readPage((await program.get("/metrics")).text);
  expect(valuesOf(expected).size).toBeGreaterThan(30);
  expect(valuesOf(page)).toEqual(valuesOf(expected));
  expect(typesOf(page)).toEqual(typesOf(expected));
});

test("names stay when the devices are looked at again", async () => {
  expect(valuesOf(readPage((await program.get("/metrics?collect[]=pcidevice")).text))).toEqual(valuesOf(expected));
});
