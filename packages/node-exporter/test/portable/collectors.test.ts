import { NoDataError, UnsupportedError } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import type { Host } from "../../src/host.ts";
import type { PortablePlatform, PortableSource } from "../../src/portable/portable-source.ts";
import { portableCollectors } from "../../src/portable/variants.ts";
import { collectOnce, fixtureHost, instantiate, matcher } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { RECORDED } from "./recorded.ts";

const host = (platform: PortablePlatform, changed: Partial<PortableSource> = {}): Host => ({
  ...fixtureHost(temporaryTree({}), () => 1_700_000_000),
  portable: { ...RECORDED[platform], ...changed },
});

function collector(platform: PortablePlatform, name: string) {
  const found = portableCollectors(platform).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no collector ${name}`);
  return found;
}

const run = (
  platform: PortablePlatform,
  name: string,
  options: Readonly<Record<string, unknown>> = {},
  changed: Partial<PortableSource> = {},
) => collectOnce(collector(platform, name), options, host(platform, changed));

const at = (device: string, mountpoint: string, fstype: string): string =>
  `{device="${device}",device_error="",fstype="${fstype}",mountpoint="${mountpoint}"}`;

describe("memory under the names of the platform", () => {
  test.each<readonly [PortablePlatform, readonly string[]]>([
    [
      "darwin",
      [
        "node_memory_free_bytes 121634816",
        "node_memory_inactive_bytes 4294967296",
        "node_memory_swap_total_bytes 2147483648",
        "node_memory_swap_used_bytes 1073741824",
        "node_memory_total_bytes 17179869184",
      ],
    ],
    [
      "freebsd",
      [
        "node_memory_free_bytes 300000000",
        "node_memory_inactive_bytes 1000000000",
        "node_memory_size_bytes 4277952512",
      ],
    ],
    [
      "linux",
      [
        "node_memory_Buffers_bytes 50",
        "node_memory_Cached_bytes 300",
        "node_memory_MemAvailable_bytes 500",
        "node_memory_MemFree_bytes 100",
        "node_memory_MemTotal_bytes 1000",
        "node_memory_SReclaimable_bytes 30",
        "node_memory_Slab_bytes 50",
        "node_memory_SwapFree_bytes 0",
        "node_memory_SwapTotal_bytes 0",
        "node_memory_Writeback_bytes 0",
      ],
    ],
    [
      "windows",
      [
        "node_memory_free_bytes 3000",
        "node_memory_swap_total_bytes 2000",
        "node_memory_swap_used_bytes 500",
        "node_memory_total_bytes 8000",
      ],
    ],
  ])("%s", async (platform, expected) => {
    const { lines, types } = await run(platform, "meminfo");
    expect(lines).toEqual(expected);
    expect(new Set(types.values())).toEqual(new Set(["gauge"]));
  });

  test("what a tool did not tell is left out", async () => {
    const memory = { ...(await RECORDED.freebsd.memory()), free: Number.NaN, buffcache: Number.NaN };
    const { lines } = await run("freebsd", "meminfo", {}, { memory: async () => memory });
    expect(lines).toEqual(["node_memory_size_bytes 4277952512"]);
  });
});

describe("file systems", () => {
  test("macOS: types in its own letters, /dev left out, nothing said of the mode of a network mount", async () => {
    const { lines } = await run("darwin", "filesystem");
    const [root, data] = [at("/dev/disk3s1s1", "/", "apfs"), at("/dev/disk3s5", "/System/Volumes/Data", "apfs")];
    const nas = at("nas:/export", "/Volumes/nas", "nfs");
    expect(lines).toEqual(
      [
        ...[root, data, nas].map((labels) => `node_filesystem_device_error${labels} 0`),
        `node_filesystem_readonly${root} 1`,
        `node_filesystem_readonly${data} 0`,
        `node_filesystem_size_bytes${root} 1000`,
        `node_filesystem_size_bytes${data} 1000`,
        `node_filesystem_size_bytes${nas} 50`,
        `node_filesystem_free_bytes${root} 900`,
        `node_filesystem_free_bytes${data} 800`,
        `node_filesystem_free_bytes${nas} 40`,
        `node_filesystem_avail_bytes${root} 700`,
        `node_filesystem_avail_bytes${data} 700`,
        `node_filesystem_avail_bytes${nas} 40`,
      ].toSorted(),
    );
  });

  const readOnly = async (platform: PortablePlatform): Promise<readonly string[]> =>
    (await run(platform, "filesystem")).lines.filter((line) => line.startsWith("node_filesystem_readonly"));

  test("FreeBSD: datasets have a mode although they are no device files", async () => {
    expect(await readOnly("freebsd")).toEqual([
      `node_filesystem_readonly${at("zroot/ROOT/default", "/", "zfs")} 0`,
      `node_filesystem_readonly${at("zroot/media", "/media", "zfs")} 1`,
    ]);
  });

  test("Windows: drives, and no mode where it is not known", async () => {
    expect(await readOnly("windows")).toEqual([
      `node_filesystem_readonly${at("C:", "C:", "NTFS")} 0`,
      `node_filesystem_readonly${at("D:", "D:", "UDF")} 1`,
    ]);
  });

  test("Linux: node_exporter's defaults for Linux, one series for a line that is there twice", async () => {
    const mounts = async (options: Readonly<Record<string, unknown>> = {}) =>
      (await run("linux", "filesystem", options)).samples
        .filter(({ name }) => name === "node_filesystem_size_bytes")
        .map(({ labels }) => /mountpoint="([^"]*)"/.exec(labels)?.[1]);
    expect(await mounts()).toEqual(["/", "/home"]);
    expect(await mounts({ typesInclude: matcher("^overlay$") })).toEqual(["/merged"]);
    expect(await mounts({ mountPointsExclude: matcher("^/home") })).toEqual(["/"]);
    await expect(mounts({ typesInclude: matcher("a"), typesExclude: matcher("b") })).rejects.toThrow(
      "--collector.filesystem.fs-types-exclude and --collector.filesystem.fs-types-include are mutually exclusive",
    );
  });
});

describe("disks are one sum", () => {
  test("macOS: requests and bytes", async () => {
    const { lines, types } = await run("darwin", "diskstats");
    expect(lines).toEqual([
      'node_disk_read_bytes_total{device="all"} 4096',
      'node_disk_reads_completed_total{device="all"} 11',
      'node_disk_writes_completed_total{device="all"} 22',
      'node_disk_written_bytes_total{device="all"} 8192',
    ]);
    expect(new Set(types.values())).toEqual(new Set(["counter"]));
  });

  test("Linux: times too, in seconds", async () => {
    expect((await run("linux", "diskstats")).lines).toEqual(
      expect.arrayContaining([
        'node_disk_io_time_weighted_seconds_total{device="all"} 4',
        'node_disk_read_time_seconds_total{device="all"} 1.5',
        'node_disk_write_time_seconds_total{device="all"} 2.5',
      ]),
    );
  });

  test.each<PortablePlatform>(["freebsd", "windows"])("%s has none, and says so", async (platform) => {
    expect(collector(platform, "diskstats").enabledByDefault).toBe(false);
    await expect(run(platform, "diskstats")).rejects.toThrow(UnsupportedError);
  });

  test("no answer is no data, and a sum that was lost does not fall to 0", async () => {
    const nothing = { rIO: 0, wIO: 0, rWaitTime: 0, wWaitTime: 0, tWaitTime: 0 };
    const silent = { diskRequests: async () => nothing, diskBytes: async () => ({ rx: 0, wx: 0 }) };
    await expect(run("linux", "diskstats", {}, silent)).rejects.toThrow(NoDataError);
    const half = await run("linux", "diskstats", {}, { diskRequests: async () => nothing });
    expect(half.lines).toEqual([
      'node_disk_read_bytes_total{device="all"} 1024',
      'node_disk_written_bytes_total{device="all"} 2048',
    ]);
  });

  test("patterns are held against its name, which is told", async () => {
    const warnings: string[] = [];
    const warned = { ...host("darwin"), warn: (message: string) => void warnings.push(message) };
    const { lines } = await collectOnce(collector("darwin", "diskstats"), { exclude: matcher("^all$") }, warned);
    expect(lines).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining("as one sum only")]);
    expect((await run("linux", "diskstats", { include: matcher("^sd") })).lines).toEqual([]);
  });
});

describe("network devices", () => {
  test("macOS: no drops, whose one column is given twice; what is no number is left out", async () => {
    const { lines, types } = await run("darwin", "netdev", { exclude: matcher("^lo") });
    expect(lines).toEqual([
      'node_network_receive_bytes_total{device="en0"} 700',
      'node_network_receive_bytes_total{device="utun3"} 1',
      'node_network_receive_errs_total{device="en0"} 1',
      'node_network_transmit_bytes_total{device="en0"} 80',
      'node_network_transmit_bytes_total{device="utun3"} 2',
      'node_network_transmit_errs_total{device="en0"} 2',
      'node_network_transmit_errs_total{device="utun3"} 0',
    ]);
    expect(new Set(types.values())).toEqual(new Set(["counter"]));
  });

  test.each<PortablePlatform>(["freebsd", "linux"])("%s: drops too, and detailed names on demand", async (platform) => {
    const device = platform === "linux" ? "eth0" : "vtnet0";
    const names = async (options: Readonly<Record<string, unknown>>) =>
      (await run(platform, "netdev", options)).lines.map((line) => line.replace(`{device="${device}"}`, ""));
    expect(await names({})).toEqual([
      "node_network_receive_bytes_total 700",
      "node_network_receive_drop_total 3",
      "node_network_receive_errs_total 1",
      "node_network_transmit_bytes_total 80",
      "node_network_transmit_drop_total 4",
      "node_network_transmit_errs_total 2",
    ]);
    expect(await names({ detailed: true })).toEqual([
      "node_network_receive_bytes_total 700",
      "node_network_receive_dropped_total 3",
      "node_network_receive_errors_total 1",
      "node_network_transmit_bytes_total 80",
      "node_network_transmit_dropped_total 4",
      "node_network_transmit_errors_total 2",
    ]);
  });

  test("a counter that a tool failed to tell does not fall to 0", async () => {
    const quiet = { rx_dropped: 0, rx_errors: 0, tx_dropped: 0, tx_errors: 0 };
    let bytes = 5;
    const network = async () => [
      { iface: "a", rx_bytes: bytes, tx_bytes: bytes, ...quiet },
      { iface: "b", rx_bytes: 0, tx_bytes: 0, ...quiet },
      { iface: "b", rx_bytes: 9, tx_bytes: 9, ...quiet },
    ];
    const one = instantiate(collector("windows", "netdev"), {}, host("windows", { network }));
    const received = async () =>
      (await one.collect()).lines.filter((line) => line.startsWith("node_network_receive_bytes"));
    const [a, b] = ['node_network_receive_bytes_total{device="a"}', 'node_network_receive_bytes_total{device="b"} 0'];
    expect(await received()).toEqual([`${a} 5`, b]);
    bytes = 0;
    expect(await received()).toEqual([b]);
    bytes = 7;
    expect(await received()).toEqual([`${a} 7`, b]);
  });

  test("addresses on demand, as Node knows them", async () => {
    const { lines } = await run("linux", "netdev", { addressInfo: true, include: matcher("^lo") });
    for (const line of lines)
      expect(line).toMatch(
        /^node_network_address_info\{address=".+",device="lo.*" 1$|^node_network_address_info\{.*\} 1$/,
      );
    await expect(run("linux", "netdev", { include: matcher("a"), exclude: matcher("b") })).rejects.toThrow(
      "collector netdev: device-exclude & device-include are mutually exclusive",
    );
  });
});

test("the operating system is asked once an hour", async () => {
  let asked = 0;
  let now = 1_700_000_000;
  const operatingSystem = () => {
    asked += 1;
    return RECORDED.darwin.operatingSystem();
  };
  const one = instantiate(collector("darwin", "os"), {}, { ...host("darwin", { operatingSystem }), now: () => now });
  const { lines } = await one.collect();
  expect(lines).toEqual([
    'node_os_info{build_id="23F79",id="",id_like="",image_id="",image_version="",name="macOS",pretty_name="",variant="",variant_id="",version="14.5",version_codename="",version_id="14.5"} 1',
    'node_os_version{id="",id_like="",name="macOS"} 14.5',
  ]);
  now += 3599;
  await one.collect();
  expect(asked).toBe(1);
  now += 1;
  await one.collect();
  expect(asked).toBe(2);
});

describe("what Node itself knows", () => {
  test("loads, but for Windows, which has none", async () => {
    const { lines } = await run("darwin", "loadavg");
    expect(lines.map((line) => line.split(" ")[0])).toEqual(["node_load1", "node_load15", "node_load5"]);
    expect(collector("windows", "loadavg").enabledByDefault).toBe(false);
    await expect(run("windows", "loadavg")).rejects.toThrow(UnsupportedError);
  });

  test("clock, zone, kernel and start of the machine", async () => {
    expect((await run("linux", "time")).lines).toContain("node_time_seconds 1700000000");
    expect((await run("windows", "time")).lines[1]).toMatch(/^node_time_zone_offset_seconds\{time_zone=".+"\} -?\d+$/);
    expect((await run("darwin", "uname")).lines).toEqual([expect.stringMatching(/^node_uname_info\{.*\} 1$/)]);
    expect((await run("darwin", "boottime")).lines).toEqual([expect.stringMatching(/^node_boot_time_seconds [\d.]+$/)]);
    expect((await run("linux", "stat")).types.get("node_boot_time_seconds")).toBe("gauge");
  });

  test("times of CPUs are counters by CPU and mode", async () => {
    const { lines, types } = await run("freebsd", "cpu");
    expect(types.get("node_cpu_seconds_total")).toBe("counter");
    const modes = new Set(lines.map((line) => /mode="(\w+)"/.exec(line)?.[1] ?? ""));
    expect([...modes].toSorted()).toEqual(["idle", "interrupt", "nice", "system", "user"]);
  });
});

test("without the provider a collector says so", async () => {
  await expect(collectOnce(collector("linux", "meminfo"), {}, fixtureHost(temporaryTree({})))).rejects.toThrow(
    "the portable provider is not loaded",
  );
});
