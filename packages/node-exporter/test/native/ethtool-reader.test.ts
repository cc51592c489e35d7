import { readdirSync } from "node:fs";
import { UnsupportedError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { heldThreads } from "../../src/filesystem/held-threads.ts";
import { createEthtoolReader } from "../../src/native/ethtool-reader.ts";
import { createStatisticsSelection } from "../../src/native/ethtool-statistics.ts";
import { isKoffiInstalled } from "../support/is-koffi-installed.ts";

const signal = new AbortController().signal;
const reader = createEthtoolReader(createStatisticsSelection(undefined));

const hasKoffi = isKoffiInstalled();

test("devices that do not exist have no answers, in their order, and nothing stays open", async () => {
  const devices = Array.from({ length: 9 }, (_none, at) => `nosuchdevice${at}`);
  if (!hasKoffi) {
    await expect(reader.read(devices, signal)).rejects.toThrow(UnsupportedError);
    return;
  }
  const before = readdirSync("/proc/self/fd").length;
  for (let round = 0; round < 2; round += 1) {
    const statistics = { common: [], names: [], values: [] };
    expect(await reader.read(devices, signal)).toEqual(
      devices.map((device) => ({ device, settings: undefined, driver: undefined, statistics })),
    );
  }
  expect([readdirSync("/proc/self/fd").length, heldThreads()]).toEqual([before, 0]);
});

test("a device is told the same from what is kept of it as at first", async () => {
  if (!hasKoffi) return;
  const [first] = await reader.read(["lo"], signal);
  expect(await reader.read(["lo"], signal)).toEqual([first]);
  expect(first?.device).toBe("lo");
});

test("a scrape that is over has its reason, and the next one is whole", async () => {
  if (!hasKoffi) return;
  await expect(reader.read(["lo"], AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
  expect(await reader.read(["lo"], signal)).toHaveLength(1);
  expect(await reader.read([], signal)).toEqual([]);
});
