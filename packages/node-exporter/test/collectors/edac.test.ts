import { expect, test } from "vitest";
import { edac } from "../../src/collectors/edac.ts";
import { collectOnce, collectPart, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const MC = "sys/devices/system/edac/mc";
const FILES = {
  [`${MC}/power/control`]: "auto\n",
  [`${MC}/mc0/ce_count`]: "7\n",
  [`${MC}/mc0/ue_count`]: "2\n",
  [`${MC}/mc0/ce_noinfo_count`]: "1\n",
  [`${MC}/mc0/ue_noinfo_count`]: "0\n",
  [`${MC}/mc0/csrow3/ce_count`]: "5\n",
  [`${MC}/mc0/csrow3/ue_count`]: "2\n",
  [`${MC}/mc0/csrow3/ch0_ce_count`]: "4\n",
  [`${MC}/mc0/csrow3/ch0_ue_count`]: "2\n",
  [`${MC}/mc0/csrow3/ch0_dimm_label`]: "mc#0csrow#3channel#0\n",
  [`${MC}/mc0/csrow3/ch1_ce_count`]: "1\n",
  [`${MC}/mc0/csrow3/ch1_dimm_label`]: "DIMM_B1\n",
  [`${MC}/mc0/csrow3/ch2_ce_count`]: "0\n",
};

test("counts by controller, row and channel", async () => {
  const run = await collectOnce(edac, {}, fixtureHost(temporaryTree(FILES)));
  expect(run.lines).toEqual([
    'node_edac_channel_correctable_errors_total{channel="0",controller="0",csrow="3",dimm_label="mc0_csrow3_channel0"} 4',
    'node_edac_channel_correctable_errors_total{channel="1",controller="0",csrow="3",dimm_label="DIMM_B1"} 1',
    'node_edac_channel_correctable_errors_total{channel="2",controller="0",csrow="3",dimm_label="unknown"} 0',
    'node_edac_channel_uncorrectable_errors_total{channel="0",controller="0",csrow="3",dimm_label="mc0_csrow3_channel0"} 2',
    'node_edac_correctable_errors_total{controller="0"} 7',
    'node_edac_csrow_correctable_errors_total{controller="0",csrow="3"} 5',
    'node_edac_csrow_correctable_errors_total{controller="0",csrow="unknown"} 1',
    'node_edac_csrow_uncorrectable_errors_total{controller="0",csrow="3"} 2',
    'node_edac_csrow_uncorrectable_errors_total{controller="0",csrow="unknown"} 0',
    'node_edac_uncorrectable_errors_total{controller="0"} 2',
  ]);
  expect(new Set(run.types.values())).toEqual(new Set(["counter"]));
});

test("a machine without memory controllers succeeds with nothing", async () => {
  expect((await collectOnce(edac, {}, fixtureHost(temporaryTree({})))).lines).toEqual([]);
});

test("a missing count fails, and what came before is kept", async () => {
  const part = await collectPart(edac, {}, fixtureHost(temporaryTree({ ...FILES, [`${MC}/mc1/ce_count`]: "x\n" })));
  expect(part.error).toContain("mc1/ce_count");
  expect(part.lines).toHaveLength(10);
});
