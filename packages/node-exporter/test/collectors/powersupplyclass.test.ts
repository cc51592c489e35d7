import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { powersupplyclass } from "../../src/collectors/powersupplyclass.ts";
import { collectOnce, fixtureHost, matcher } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const FILES = {
  "sys/class/power_supply/AC/type": "Mains\n",
  "sys/class/power_supply/AC/online": "1\n",
  "sys/class/power_supply/BAT1/type": "Battery\n",
  "sys/class/power_supply/BAT1/status": "Charging\n",
  "sys/class/power_supply/BAT1/serial_number": " \n",
  "sys/class/power_supply/BAT1/cycle_count": "312\n",
  "sys/class/power_supply/BAT1/temp": "305\n",
  "sys/class/power_supply/BAT1/voltage_now": "12345000\n",
  "sys/class/power_supply/BAT1/charge_counter": "-2500000\n",
  "sys/class/power_supply/BAT1/time_to_full_now": "3600\n",
  "sys/class/power_supply/BAT1/capacity": "unknown\n",
  "sys/class/power_supply/BAT1/uevent": "POWER_SUPPLY_NAME=BAT1\n",
};

test("numbers in base units and what is known as labels", async () => {
  const run = await collectOnce(powersupplyclass, {}, fixtureHost(temporaryTree(FILES)));
  expect(run.lines).toEqual([
    'node_power_supply_charge_counter{power_supply="BAT1"} -2.5',
    'node_power_supply_cyclecount{power_supply="BAT1"} 312',
    'node_power_supply_info{power_supply="AC",type="Mains"} 1',
    'node_power_supply_info{power_supply="BAT1",status="Charging",type="Battery"} 1',
    'node_power_supply_online{power_supply="AC"} 1',
    'node_power_supply_temp_celsius{power_supply="BAT1"} 30.5',
    'node_power_supply_time_to_full_seconds{power_supply="BAT1"} 3600',
    'node_power_supply_voltage_volt{power_supply="BAT1"} 12.345',
  ]);
  expect(new Set(run.types.values())).toEqual(new Set(["gauge"]));
});

test("ignored supplies are left out", async () => {
  const options = { ignoredSupplies: matcher("^BAT") };
  const run = await collectOnce(powersupplyclass, options, fixtureHost(temporaryTree(FILES)));
  expect(run.lines).toEqual([
    'node_power_supply_info{power_supply="AC",type="Mains"} 1',
    'node_power_supply_online{power_supply="AC"} 1',
  ]);
});

test("an empty class succeeds with nothing, an absent one is no data", async () => {
  const empty = await collectOnce(powersupplyclass, {}, fixtureHost(temporaryTree({ "sys/class/power_supply/": "" })));
  expect(empty.lines).toEqual([]);
  await expect(collectOnce(powersupplyclass, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
});
