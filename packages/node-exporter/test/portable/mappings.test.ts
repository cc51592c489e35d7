import { array, assert, constant, constantFrom, double, oneof, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { osVersion } from "../../src/os-families.ts";
import { createSteadyMoment } from "../../src/portable/boot-time.ts";
import { cpuModes } from "../../src/portable/cpu.ts";
import { countsDisks, diskSums } from "../../src/portable/disk-sums.ts";
import { portableFileSystems } from "../../src/portable/file-systems.ts";
import { createSilenceFilter } from "../../src/portable/network-counters.ts";
import { osFields } from "../../src/portable/os-fields.ts";
import { portablePlatform, type PortablePlatform } from "../../src/portable/portable-source.ts";
import { zoneByIntl } from "../../src/portable/time.ts";
import { splitHostName } from "../../src/portable/uname.ts";
import { RECORDED } from "./recorded.ts";

const PLATFORMS: readonly PortablePlatform[] = ["darwin", "freebsd", "linux", "windows"];

test.each<readonly [NodeJS.Platform, PortablePlatform]>([
  ["darwin", "darwin"],
  ["win32", "windows"],
  ["freebsd", "freebsd"],
  ["openbsd", "freebsd"],
  ["netbsd", "freebsd"],
  ["linux", "linux"],
  ["android", "linux"],
])("%s goes as %s", (platform, expected) => {
  expect(portablePlatform(platform)).toBe(expected);
});

test.each<readonly [PortablePlatform, readonly string[]]>([
  ["darwin", ["user 1.5", "nice 0.25", "system 2", "idle 100"]],
  ["freebsd", ["user 1.5", "nice 0.25", "system 2", "interrupt 0.5", "idle 100"]],
  ["linux", ["user 1.5", "nice 0.25", "system 2", "idle 100", "irq 0.5"]],
  ["windows", ["user 1.5", "system 2", "idle 100"]],
])("modes of a CPU on %s", (platform, expected) => {
  const info = { model: "", speed: 0, times: { user: 1500, nice: 250, sys: 2000, idle: 100_000, irq: 500 } };
  const modes = cpuModes(platform, [info, info]);
  expect(modes.map(({ mode, seconds }) => `${mode} ${seconds}`)).toEqual([...expected, ...expected]);
  expect(new Set(modes.map(({ cpu }) => cpu))).toEqual(new Set(["0", "1"]));
});

describe("the operating system as labels", () => {
  test.each<readonly [PortablePlatform, Readonly<Record<string, string>>]>([
    ["darwin", { buildId: "23F79", name: "macOS", version: "14.5", versionId: "14.5" }],
    [
      "freebsd",
      {
        id: "freebsd",
        name: "FreeBSD",
        version: "14.1-RELEASE",
        versionId: "14.1",
        prettyName: "FreeBSD 14.1-RELEASE",
      },
    ],
    ["linux", { name: "Debian GNU/Linux", versionCodename: "bookworm", versionId: "12" }],
    [
      "windows",
      {
        buildId: "22631",
        id: "windows",
        name: "Microsoft Windows 11 Pro",
        version: "10.0.22631",
        versionId: "10.0.22631",
        versionCodename: "23H2",
      },
    ],
  ])("%s", async (platform, expected) => {
    const fields = Object.entries(osFields(platform, await RECORDED[platform].operatingSystem()));
    expect(fields).toHaveLength(12);
    expect(Object.fromEntries(fields.filter(([, text]) => text !== ""))).toStrictEqual(expected);
  });

  test("what is unknown is empty, and has no version", () => {
    const data = { distro: "unknown", release: "unknown", codename: "", kernel: "1", build: "" };
    expect(osFields("linux", data)).toMatchObject({ name: "", versionId: "" });
    expect([osVersion("14.5.1"), osVersion("12"), osVersion("unknown"), osVersion("")]).toEqual([14.5, 12, 0, 0]);
  });
});

test("the domain is what follows the first dot, but on Linux", () => {
  expect(splitHostName("darwin", "mac.example.org")).toEqual({ node: "mac", domain: "example.org" });
  expect(splitHostName("freebsd", "bsd")).toEqual({ node: "bsd", domain: "(none)" });
  expect(splitHostName("linux", "a.example.org")).toEqual({ node: "a.example.org", domain: "(none)" });
});

test.each([
  ["UTC", 1_700_000_000, 0, "UTC"],
  ["America/New_York", 1_700_000_000, -18_000, "EST"],
  ["America/New_York", 1_690_000_000, -14_400, "EDT"],
  ["Asia/Kolkata", 1_700_000_000, 19_800, "GMT+5:30"],
])("%s at %d is %d ahead of UTC", (zone, now, offsetSeconds, abbreviation) => {
  expect(zoneByIntl(now, zone)).toEqual({ offsetSeconds, abbreviation });
});

test("the start of the machine stands still while the clocks that tell it drift", () => {
  const steady = createSteadyMoment();
  expect([100.2, 100.9, 99.5, 102.1, 104.2, 103].map(steady)).toEqual([100.2, 100.2, 100.2, 100.2, 104.2, 104.2]);
});

test("disks are counted on two platforms, and 0 is no answer", () => {
  expect(PLATFORMS.filter(countsDisks)).toEqual(["darwin", "linux"]);
  expect(diskSums(null, null)).toEqual(diskSums({ rIO: 0, wIO: 0, rWaitTime: 0, wWaitTime: 0, tWaitTime: 0 }, null));
  expect(diskSums({ rIO: Number.NaN, wIO: 3, rWaitTime: 1, wWaitTime: 0, tWaitTime: 0 }, { rx: 7, wx: 0 })).toEqual({
    reads: undefined,
    writes: 3,
    readBytes: 7,
    writtenBytes: undefined,
    readSeconds: 0.001,
    writeSeconds: undefined,
    weightedSeconds: undefined,
  });
});

test("whatever the tools say, file systems have distinct series and devices come once", () => {
  const row = record({
    fs: constantFrom("/dev/a", "b", ""),
    type: constantFrom("APFS", "zfs", ""),
    size: double(),
    used: double(),
    available: double(),
    mount: constantFrom("/", "/x", "C:"),
    rw: constantFrom(true, false, null),
  });
  assert(
    property(constantFrom(...PLATFORMS), array(row), (platform, rows) => {
      const keys = portableFileSystems(platform, rows).map((one) => `${one.device} ${one.mountPoint} ${one.fsType}`);
      expect(new Set(keys).size).toBe(keys.length);
    }),
  );
  const counter = oneof(constant(null), constant(0), double());
  const device = record({
    iface: constantFrom("a", "b", ""),
    rx_bytes: counter,
    rx_dropped: counter,
    rx_errors: counter,
    tx_bytes: counter,
    tx_dropped: counter,
    tx_errors: counter,
  });
  assert(
    property(array(array(device)), (scrapes) => {
      const heard = createSilenceFilter();
      for (const rows of scrapes) {
        const names = heard(rows).map(({ iface }) => iface);
        expect(names).not.toContain("");
        expect(new Set(names).size).toBe(names.length);
      }
    }),
  );
});
