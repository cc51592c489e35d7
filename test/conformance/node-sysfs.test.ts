import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { mountCasesOf } from "./mount-cases.ts";
import { cpufreq } from "../../packages/node-exporter/src/collectors/cpufreq.ts";
import { dmi } from "../../packages/node-exporter/src/collectors/dmi.ts";
import { edac } from "../../packages/node-exporter/src/collectors/edac.ts";
import { filesystem } from "../../packages/node-exporter/src/collectors/filesystem.ts";
import { hwmon } from "../../packages/node-exporter/src/collectors/hwmon.ts";
import { netclass } from "../../packages/node-exporter/src/collectors/netclass.ts";
import { nvme } from "../../packages/node-exporter/src/collectors/nvme.ts";
import { os } from "../../packages/node-exporter/src/collectors/os.ts";
import { powersupplyclass } from "../../packages/node-exporter/src/collectors/powersupplyclass.ts";
import { rapl } from "../../packages/node-exporter/src/collectors/rapl.ts";
import { thermalZone } from "../../packages/node-exporter/src/collectors/thermal-zone.ts";
import { time } from "../../packages/node-exporter/src/collectors/time.ts";
import { watchdog } from "../../packages/node-exporter/src/collectors/watchdog.ts";
import { createFileTree } from "../../packages/node-exporter/src/create-file-tree.ts";
import { listMounts, readMountinfo } from "../../packages/node-exporter/src/filesystem/mounts.ts";
import { collectOnce, fixtureHost, instantiate, matcher } from "../../packages/node-exporter/test/support/collect.ts";
import { copyWithLinks } from "./restore-links.ts";

const folder = process.env["CONFORMANCE_DIR"];
if (folder === undefined || !existsSync(join(folder, "node/expected.prom"))) {
  throw new Error("set CONFORMANCE_DIR to the folder of the conformance kits: it has node/expected.prom");
}
const kit = join(folder, "node");

interface Expected {
  readonly types: ReadonlyMap<string, string>;
  /** `name{labels} value`, labels as written (sorted), the `path` label made relative to the fixtures. */
  readonly lines: readonly string[];
}

const relative = (line: string, fixtures: string): string => line.replace(`path="${fixtures}/`, 'path="');

/** The exposition leaves control characters as they are, where a quoted line has their escapes. */
const unescapeControls = (line: string): string =>
  line.replaceAll(/\\u([0-9a-f]{4})/g, (_escape, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

function readExpected(): Expected {
  const types = new Map<string, string>();
  const lines: string[] = [];
  for (const line of readFileSync(join(kit, "expected.prom"), "utf8").split("\n")) {
    if (line.startsWith("# TYPE ")) {
      const [, , name = "", type = ""] = line.split(" ");
      types.set(name, type === "untyped" ? "unknown" : type);
    } else if (line !== "") {
      const space = line.lastIndexOf(" ");
      const series = relative(line.slice(0, space), "collector/fixtures");
      lines.push(`${series} ${Number(line.slice(space + 1))}`);
    }
  }
  return { types, lines };
}

const expected = readExpected();
const nameOf = (line: string): string => line.split(/[{ ]/, 1)[0] ?? "";

/** Families by collector, told from upstream's page by their names; the options are those of flags.txt. */
const CASES = [
  // Upstream's cpu collector gives the other node_cpu_frequency_hertz, with core and package.
  { collector: cpufreq, families: /^node_cpu_(scaling_|frequency_(avg|min|max))/, options: {} },
  { collector: dmi, families: /^node_dmi_/, options: {} },
  { collector: edac, families: /^node_edac_/, options: {} },
  {
    collector: hwmon,
    families: /^node_hwmon_/,
    options: { chipInclude: matcher("(applesmc|asus_nb_wmi|coretemp|hwmon4|ieee80211|nct6779)") },
  },
  {
    collector: netclass,
    families:
      /^node_network_(?!(receive|transmit)_(bytes|packets|errs|drop|fifo|frame|compressed|multicast|colls|carrier|nohandler))/,
    options: { ignoreInvalidSpeed: true, ignoredDevices: matcher("(dmz|int)") },
  },
  { collector: nvme, families: /^node_nvme_/, options: {} },
  { collector: os, families: /^node_os_/, options: {} },
  { collector: powersupplyclass, families: /^node_power_supply_/, options: {} },
  { collector: rapl, families: /^node_rapl_/, options: {} },
  { collector: thermalZone, families: /^node_(thermal_zone|cooling_device)_/, options: {} },
  { collector: watchdog, families: /^node_watchdog_/, options: {} },
] as const;

const fixtures = mkdtempSync(join(tmpdir(), "sightglass-kit-"));
copyWithLinks(join(kit, "fixtures"), fixtures);
afterAll(() => rmSync(fixtures, { recursive: true, force: true }));
const host = fixtureHost(fixtures, () => 1_700_000_000);

describe.each(CASES)("$collector.name", ({ collector, families, options }) => {
  test("gives upstream's samples and types, at the first scrape and at later ones", async () => {
    const wanted = expected.lines.filter((line) => families.test(nameOf(line))).toSorted();
    expect(wanted.length).toBeGreaterThan(0);
    const instance = instantiate(collector, options, host);
    for (let scrape = 0; scrape < 3; scrape += 1) {
      const run = await instance.collect();
      expect(run.lines.map((line) => unescapeControls(relative(line, fixtures))).toSorted()).toEqual(wanted);
      const types = [...run.types].map(([name, type]) => `${name} ${type}`);
      expect(types.toSorted()).toEqual(
        [...new Set(wanted.map(nameOf))].map((name) => `${name} ${expected.types.get(name)}`).toSorted(),
      );
    }
  });
});

describe("time", () => {
  test("gives upstream's clock sources and types", async () => {
    const run = await collectOnce(time, {}, host);
    const clockSources = (lines: readonly string[]): readonly string[] =>
      lines.filter((line) => line.startsWith("node_time_clocksource_")).toSorted();
    expect(clockSources(run.lines)).toEqual(clockSources(expected.lines));
    expect(clockSources(run.lines)).toHaveLength(4);
    const names = [...expected.types.keys()].filter((name) => name.startsWith("node_time_"));
    expect(Object.fromEntries(run.types)).toEqual(
      Object.fromEntries(names.map((name) => [name, expected.types.get(name)])),
    );
  });
});

describe.each(mountCasesOf(kit))("filesystem, $name", ({ procfs, rootfs, mounts }) => {
  test("sees the mounts in the kernel's order", () => {
    expect(mounts.length).toBeGreaterThan(0);
    const seen = listMounts(readMountinfo(createFileTree(join(kit, procfs))), rootfs);
    expect(
      seen.map(({ device, mountPoint, fsType, major, minor, readOnly }) => ({
        device,
        mountpoint: mountPoint,
        fstype: fsType,
        major,
        minor,
        readonly: readOnly ? 1 : 0,
      })),
    ).toEqual(mounts);
  });

  test("reports each mount that the default filters leave, once", async () => {
    const tree = { ...host, proc: createFileTree(join(kit, procfs)), root: createFileTree(rootfs) };
    const run = await collectOnce(filesystem, { mountTimeout: 5000 }, tree);
    const points = run.samples
      .filter(({ name }) => name === "node_filesystem_readonly")
      .map(({ labels }) => /mountpoint="([^"]*)"/.exec(labels)?.[1] ?? "");
    const wanted = mounts
      .filter(
        ({ fstype }) => !/^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl)$/.test(fstype),
      )
      .filter(({ fstype }) => !/^(hugetlbfs|mqueue|proc|pstore|rpc_pipefs|securityfs|sysfs|tracefs|nsfs)$/.test(fstype))
      .map(({ mountpoint }) => mountpoint)
      .filter(
        (point) =>
          !/^\/(dev|proc|sys|run\/credentials\/.+|var\/lib\/(docker|containers\/storage)\/.+)($|\/)/.test(point),
      );
    expect(points.toSorted()).toEqual(
      [...new Set(wanted)].map((point) => JSON.stringify(point).slice(1, -1)).toSorted(),
    );
  });
});
