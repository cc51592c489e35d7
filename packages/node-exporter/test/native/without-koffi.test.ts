import { UnsupportedError } from "@sightglass/metrics-registry";
import { expect, test, vi } from "vitest";
import { btrfs } from "../../src/collectors/btrfs.ts";
import { ethtool } from "../../src/collectors/ethtool.ts";
import { perf } from "../../src/collectors/perf.ts";
import { collectOnce, fixtureHost, instantiate } from "../support/collect.ts";
import { BTRFS_HOST } from "../support/small-host-btrfs.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const REASON = "system calls need the optional package koffi, which cannot be loaded: it is not installed";

vi.mock("../../src/native/load-koffi.ts", () => ({
  loadKoffi: () => {
    throw new UnsupportedError(REASON);
  },
  loadedKoffi: () => undefined,
}));

test("ethtool is not supported, and says why in each scrape alike", async () => {
  const host = fixtureHost(temporaryTree({ "sys/class/net/lo/mtu": "65536\n" }));
  const instance = instantiate(ethtool, {}, host);
  for (let scrape = 0; scrape < 2; scrape += 1) {
    const run = instance.collect();
    await expect(run).rejects.toThrow(UnsupportedError);
    await expect(run).rejects.toThrow(REASON);
  }
});

test.each([{}, { tracepoints: ["sched:sched_switch"] }])("perf %j starts, and is not supported", async (options) => {
  const tracefs = temporaryTree({ "events/sched/sched_switch/id": "316\n" });
  const host = fixtureHost(
    temporaryTree({
      "sys/devices/system/cpu/online": "0-1\n",
      "proc/self/mountinfo": `30 20 0:12 / ${tracefs} rw - tracefs tracefs rw\n`,
    }),
  );
  const run = instantiate(perf, options, host).collect();
  await expect(run).rejects.toThrow(UnsupportedError);
  await expect(run).rejects.toThrow(REASON);
});

test("btrfs tells what files have", async () => {
  const mountPoint = temporaryTree({});
  const mountinfo = `30 20 0:40 / ${mountPoint} rw - btrfs /dev/vdb rw\n`;
  const files = { ...BTRFS_HOST, "proc/1/mountinfo": mountinfo };
  const folder = temporaryTree(files);
  const host = { ...fixtureHost(folder), root: fixtureHost("/").root };
  const run = await collectOnce(btrfs, {}, host);
  expect(run.lines).toEqual((await collectOnce(btrfs, {}, fixtureHost(temporaryTree(BTRFS_HOST)))).lines);
  expect(run.lines.length).toBeGreaterThan(20);
});
