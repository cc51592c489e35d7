import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { watchdog } from "../../src/collectors/watchdog.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

test("numbers that the driver has, and an info series for each watchdog", async () => {
  const run = await collectOnce(
    watchdog,
    {},
    fixtureHost(
      temporaryTree({
        "sys/class/watchdog/watchdog0/bootstatus": "32\n",
        "sys/class/watchdog/watchdog0/fw_version": "7\n",
        "sys/class/watchdog/watchdog0/nowayout": "1\n",
        "sys/class/watchdog/watchdog0/timeleft": "11\n",
        "sys/class/watchdog/watchdog0/timeout": "30\n",
        "sys/class/watchdog/watchdog0/pretimeout": "5\n",
        "sys/class/watchdog/watchdog0/access_cs0": "1\n",
        "sys/class/watchdog/watchdog0/identity": "iTCO_wdt\n",
        "sys/class/watchdog/watchdog0/state": "inactive\n",
        "sys/class/watchdog/watchdog1/timeout": "60\n",
        "sys/class/watchdog/watchdog1/status": "0x100\n",
        "sys/class/watchdog/watchdog1/options": "0x8180\n",
        "sys/class/watchdog/watchdog1/pretimeout_governor": "panic\n",
      }),
    ),
  );
  expect(run.lines).toEqual([
    'node_watchdog_access_cs0{name="watchdog0"} 1',
    'node_watchdog_bootstatus{name="watchdog0"} 32',
    'node_watchdog_fw_version{name="watchdog0"} 7',
    'node_watchdog_info{identity="",name="watchdog1",options="0x8180",pretimeout_governor="panic",state="",status="0x100"} 1',
    'node_watchdog_info{identity="iTCO_wdt",name="watchdog0",options="",pretimeout_governor="",state="inactive",status=""} 1',
    'node_watchdog_nowayout{name="watchdog0"} 1',
    'node_watchdog_pretimeout_seconds{name="watchdog0"} 5',
    'node_watchdog_timeleft_seconds{name="watchdog0"} 11',
    'node_watchdog_timeout_seconds{name="watchdog0"} 30',
    'node_watchdog_timeout_seconds{name="watchdog1"} 60',
  ]);
});

test("no class is no data", async () => {
  await expect(collectOnce(watchdog, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
});
