import { expect, test } from "vitest";
import { thermalZone } from "../../src/collectors/thermal-zone.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

test("temperatures of zones and states of cooling devices", async () => {
  const run = await collectOnce(
    thermalZone,
    {},
    fixtureHost(
      temporaryTree({
        "sys/class/thermal/thermal_zone0/temp": "49925\n",
        "sys/class/thermal/thermal_zone0/type": "bcm2835_thermal\n",
        "sys/class/thermal/thermal_zone11/temp": "-5000\n",
        "sys/class/thermal/thermal_zone11/type": "outdoor\n",
        "sys/class/thermal/cooling_device0/type": "intel_powerclamp\n",
        "sys/class/thermal/cooling_device0/max_state": "50\n",
        "sys/class/thermal/cooling_device0/cur_state": "-1\n",
        "sys/class/thermal/thermal_zonex/temp": "1\n",
      }),
    ),
  );
  expect(run.lines).toEqual([
    'node_cooling_device_cur_state{name="0",type="intel_powerclamp"} -1',
    'node_cooling_device_max_state{name="0",type="intel_powerclamp"} 50',
    'node_thermal_zone_temp{type="bcm2835_thermal",zone="0"} 49.925',
    'node_thermal_zone_temp{type="outdoor",zone="11"} -5',
  ]);
  expect(new Set(run.types.values())).toEqual(new Set(["gauge"]));
});

test("a zone or device that gives no reading is left out", async () => {
  const run = await collectOnce(
    thermalZone,
    {},
    fixtureHost(
      temporaryTree({
        "sys/class/thermal/thermal_zone0/type": "silent\n",
        "sys/class/thermal/thermal_zone1/type": "odd\n",
        "sys/class/thermal/thermal_zone1/temp": "N/A\n",
        "sys/class/thermal/cooling_device0/type": "fan\n",
        "sys/class/thermal/cooling_device0/max_state": "3\n",
      }),
    ),
  );
  expect(run.lines).toEqual([]);
});

test("a machine without the thermal framework succeeds with nothing, as upstream does", async () => {
  expect((await collectOnce(thermalZone, {}, fixtureHost(temporaryTree({})))).lines).toEqual([]);
});
