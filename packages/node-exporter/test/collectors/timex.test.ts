import { DeniedError, NoDataError, UnsupportedError } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import { timex } from "../../src/collectors/timex.ts";
import type { ClockReading } from "../../src/native/read-clock.ts";
import { SystemError } from "../../src/native/system-error.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { fakeKernel } from "../support/fake-kernel.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const STA_NANO = 0x2000;

const CLOCK: ClockReading = {
  state: 0,
  offset: -1500,
  freq: 65_536 * 20,
  maxerror: 250_000,
  esterror: 125,
  status: 1,
  constant: 7,
  tick: 10_000,
  ppsfreq: -655_360_000,
  jitter: 500,
  shift: 4,
  stabil: 65_536,
  jitcnt: 11,
  calcnt: 12,
  errcnt: 13,
  stbcnt: 14,
  tai: 37,
};

const collect = (readClock: () => ClockReading) =>
  collectOnce(timex, {}, { ...fixtureHost(temporaryTree({})), kernel: { ...fakeKernel(() => []), readClock } });

test("all families, in seconds, hertz and ratios", async () => {
  const run = await collect(() => CLOCK);
  expect(run.lines).toEqual(
    [
      "node_timex_sync_status 1",
      "node_timex_offset_seconds -0.0015",
      "node_timex_frequency_adjustment_ratio 1.00002",
      "node_timex_maxerror_seconds 0.25",
      "node_timex_estimated_error_seconds 0.000125",
      "node_timex_status 1",
      "node_timex_loop_time_constant 7",
      "node_timex_tick_seconds 0.01",
      "node_timex_pps_frequency_hertz -0.01",
      "node_timex_pps_jitter_seconds 0.0005",
      "node_timex_pps_shift_seconds 4",
      "node_timex_pps_stability_hertz 0.000001",
      "node_timex_pps_jitter_total 11",
      "node_timex_pps_calibration_total 12",
      "node_timex_pps_error_total 13",
      "node_timex_pps_stability_exceeded_total 14",
      "node_timex_tai_offset_seconds 37",
    ].toSorted(),
  );
  const counters = [...run.types].filter(([, type]) => type === "counter").map(([name]) => name);
  expect(counters.toSorted()).toEqual([
    "node_timex_pps_calibration_total",
    "node_timex_pps_error_total",
    "node_timex_pps_jitter_total",
    "node_timex_pps_stability_exceeded_total",
  ]);
});

test("with STA_NANO offset and jitter are in nanoseconds, and nothing else is", async () => {
  const { lines } = await collect(() => ({ ...CLOCK, status: STA_NANO | 1 }));
  expect(lines).toEqual(
    expect.arrayContaining([
      "node_timex_offset_seconds -0.0000015",
      "node_timex_pps_jitter_seconds 5e-7",
      "node_timex_maxerror_seconds 0.25",
      "node_timex_estimated_error_seconds 0.000125",
      "node_timex_tick_seconds 0.01",
      `node_timex_status ${STA_NANO | 1}`,
    ]),
  );
});

test.each([
  [0, 1],
  [1, 1],
  [4, 1],
  [5, 0],
])("state %i is synchronized: %i", async (state, synchronized) => {
  const { lines } = await collect(() => ({ ...CLOCK, state }));
  expect(lines).toContain(`node_timex_sync_status ${synchronized}`);
});

describe("a refusal", () => {
  const refused = (errno: number) =>
    collect(() => {
      throw new SystemError("adjtimex", errno);
    });

  test("by a sandbox names it, since no capability would help", async () => {
    await expect(refused(1)).rejects.toThrow(DeniedError);
    await expect(refused(1)).rejects.toThrow(/operation not permitted.*ProtectClock=/);
  });

  test("by a kernel without the call", async () => {
    await expect(refused(38)).rejects.toThrow(UnsupportedError);
  });

  test("for another reason is an error", async () => {
    await expect(refused(14)).rejects.toThrow(SystemError);
  });
});

test("files without a running kernel are no data", async () => {
  await expect(collectOnce(timex, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
});
