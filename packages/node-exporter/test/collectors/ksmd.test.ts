import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { ksmd } from "../../src/collectors/ksmd.ts";
import { collectOnce, collectPart, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const FOLDER = "sys/kernel/mm/ksm";
const FILES: Readonly<Record<string, string>> = {
  [`${FOLDER}/full_scans`]: "323\n",
  [`${FOLDER}/general_profit`]: "1044480\n",
  [`${FOLDER}/merge_across_nodes`]: "1\n",
  [`${FOLDER}/pages_shared`]: "2\n",
  [`${FOLDER}/pages_sharing`]: "255\n",
  [`${FOLDER}/pages_to_scan`]: "100\n",
  [`${FOLDER}/pages_unshared`]: "3\n",
  [`${FOLDER}/pages_volatile`]: "4\n",
  [`${FOLDER}/run`]: "1\n",
  [`${FOLDER}/sleep_millisecs`]: "20\n",
  [`${FOLDER}/use_zero_pages`]: "0\n",
};

test("exposes the ten values", async () => {
  const run = await collectOnce(ksmd, {}, fixtureHost(temporaryTree(FILES)));
  expect(run.lines).toEqual([
    "node_ksmd_full_scans_total 323",
    "node_ksmd_general_profit_bytes 1044480",
    "node_ksmd_merge_across_nodes 1",
    "node_ksmd_pages_shared 2",
    "node_ksmd_pages_sharing 255",
    "node_ksmd_pages_to_scan 100",
    "node_ksmd_pages_unshared 3",
    "node_ksmd_pages_volatile 4",
    "node_ksmd_run 1",
    "node_ksmd_sleep_seconds 0.02",
  ]);
  expect(run.types.get("node_ksmd_full_scans_total")).toBe("counter");
  expect(run.types.get("node_ksmd_run")).toBe("gauge");
});

test("a file that an older kernel does not have costs its own family", async () => {
  const { [`${FOLDER}/general_profit`]: _newer, ...older } = FILES;
  const run = await collectOnce(ksmd, {}, fixtureHost(temporaryTree(older)));
  expect(run.lines).toHaveLength(9);
  expect(run.types.has("node_ksmd_general_profit_bytes")).toBe(false);
});

test("merging that costs more than it saves has a negative profit", async () => {
  const host = fixtureHost(temporaryTree({ [`${FOLDER}/general_profit`]: "-409600\n" }));
  expect((await collectOnce(ksmd, {}, host)).lines).toEqual(["node_ksmd_general_profit_bytes -409600"]);
});

test("a kernel without merging has no samples and is no failure", async () => {
  expect((await collectOnce(ksmd, {}, fixtureHost(temporaryTree({})))).lines).toEqual([]);
});

test("what was read before a bad file stays", async () => {
  const run = await collectPart(ksmd, {}, fixtureHost(temporaryTree({ ...FILES, [`${FOLDER}/pages_shared`]: "x\n" })));
  expect(run.lines).toEqual([
    "node_ksmd_full_scans_total 323",
    "node_ksmd_general_profit_bytes 1044480",
    "node_ksmd_merge_across_nodes 1",
  ]);
  expect(run.cause).toBeInstanceOf(ParseError);
  expect(run.error).toBe('kernel/mm/ksm/pages_shared:1: expected an integer, found "x"');
});
