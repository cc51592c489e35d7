import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { time } from "../../src/collectors/time.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { tzif } from "../support/tzif.ts";

function withoutTz(): void {
  const before = process.env["TZ"];
  delete process.env["TZ"];
  onTestFinished(() => {
    if (before !== undefined) process.env["TZ"] = before;
  });
}

test("time, zone by its abbreviation, and clock sources", async () => {
  withoutTz();
  const folder = temporaryTree({
    "sys/devices/system/clocksource/clocksource0/available_clocksource": "tsc hpet acpi_pm \n",
    "sys/devices/system/clocksource/clocksource0/current_clocksource": "tsc\n",
    "sys/devices/system/clocksource/power/control": "auto\n",
  });
  mkdirSync(join(folder, "etc"));
  const zone = tzif({ transitions: [], types: [[0, "LMT"]], rule: "CET-1CEST,M3.5.0,M10.5.0/3" });
  writeFileSync(join(folder, "etc/localtime"), zone);
  const july = Date.parse("2026-07-01T00:00:00Z") / 1000;
  const run = await collectOnce(
    time,
    {},
    fixtureHost(folder, () => july + 0.25),
  );
  expect(run.lines).toEqual([
    'node_time_clocksource_available_info{clocksource="acpi_pm",device="0"} 1',
    'node_time_clocksource_available_info{clocksource="hpet",device="0"} 1',
    'node_time_clocksource_available_info{clocksource="tsc",device="0"} 1',
    'node_time_clocksource_current_info{clocksource="tsc",device="0"} 1',
    `node_time_seconds ${july + 0.25}`,
    'node_time_zone_offset_seconds{time_zone="CEST"} 7200',
  ]);
  expect(new Set(run.types.values())).toEqual(new Set(["gauge"]));
});

test("without a zone or clock sources it is UTC and the time alone", async () => {
  withoutTz();
  const run = await collectOnce(
    time,
    {},
    fixtureHost(temporaryTree({}), () => 5),
  );
  expect(run.lines).toEqual(["node_time_seconds 5", 'node_time_zone_offset_seconds{time_zone="UTC"} 0']);
});
