import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { NoDataError, ParseError } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import { zfs } from "../../src/collectors/zfs.ts";
import { collectOnce, collectPart, fixtureHost, instantiate } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const ROOT = "proc/spl/kstat/zfs";
const kstat = (...rows: readonly string[]): string =>
  `9 1 0x01 3 816 5266997922 97951858082072\nname                            type data\n${rows.map((row) => `${row}\n`).join("")}`;
const IO = [
  "12 3 0x00 1 80 79205351707403 395818011156865",
  "nread    nwritten reads    writes   wtime    wlentime wupdate  rtime    rlentime rupdate  wcnt     rcnt    ",
  "1000     2000     30       40       50       60       70       80       90       100      0        1       ",
  "",
].join("\n");

const FILES = {
  [`${ROOT}/arcstats`]: kstat("hits 4 12", "memory_available_bytes 3 -5", "arc-state.l2 4 3", "name 7 text"),
  [`${ROOT}/dbgmsg`]: "timestamp message\n",
  [`${ROOT}/zil`]: kstat("zil_commit_count 4 18446744073709551615"),
  [`${ROOT}/tank/io`]: IO,
  [`${ROOT}/tank/objset-0x36`]: kstat("dataset_name 7 tank", "writes 4 1", "nread 4 2"),
  [`${ROOT}/tank/objset-0x37`]: kstat("dataset_name 7 tank/home dir", "writes 4 3", "nread 4 4"),
  [`${ROOT}/tank/state`]: "ONLINE\n",
  [`${ROOT}/tank/txgs`]: "5 0 0x01 1 112 1 2\ntxg birth state\n",
};

const run = (files: Readonly<Record<string, string>>) => collectOnce(zfs, {}, fixtureHost(temporaryTree(files)));
const ofState = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => line.startsWith("node_zfs_zpool_state"));

describe("what the module tells", () => {
  test("fields of its kstats, columns of a pool, counters of its datasets, its state", async () => {
    const { lines, types } = await run(FILES);
    expect(lines).toEqual(
      [
        "node_zfs_arc_hits 12",
        "node_zfs_arc_l2 3",
        "node_zfs_arc_memory_available_bytes -5",
        "node_zfs_zil_zil_commit_count 18446744073709552000",
        'node_zfs_zpool_dataset_nread{dataset="tank",zpool="tank"} 2',
        'node_zfs_zpool_dataset_nread{dataset="tank/home dir",zpool="tank"} 4',
        'node_zfs_zpool_dataset_writes{dataset="tank",zpool="tank"} 1',
        'node_zfs_zpool_dataset_writes{dataset="tank/home dir",zpool="tank"} 3',
        ..."nread 1000,nwritten 2000,reads 30,writes 40,wtime 50,wlentime 60,wupdate 70,rtime 80,rlentime 90,rupdate 100,wcnt 0,rcnt 1"
          .split(",")
          .map((column) => `node_zfs_zpool_${column.replace(" ", '{zpool="tank"} ')}`),
        ...["online", "degraded", "faulted", "offline", "removed", "unavail", "suspended"].map(
          (state) => `node_zfs_zpool_state{state="${state}",zpool="tank"} ${state === "online" ? 1 : 0}`,
        ),
      ].toSorted(),
    );
    expect(types.get("node_zfs_zpool_state")).toBe("gauge");
    expect([...types.values()].filter((type) => type !== "unknown")).toHaveLength(1);
  });

  test("a dash in a field becomes an underscore", async () => {
    const { lines } = await run({ [`${ROOT}/abdstats`]: kstat("scatter_order-0 4 9") });
    expect(lines).toEqual(["node_zfs_abd_scatter_order_0 9"]);
  });

  test.each([
    ["DEGRADED\n", "degraded"],
    ["SUSPENDED", "suspended"],
    ["UNAVAIL\n", "unavail"],
  ])("the pool state %j", async (text, state) => {
    const { lines } = await run({ [`${ROOT}/tank/state`]: text });
    expect(lines.filter((line) => line.endsWith(" 1"))).toEqual([
      `node_zfs_zpool_state{state="${state}",zpool="tank"} 1`,
    ]);
    expect(ofState(lines)).toHaveLength(7);
  });

  test("a state that is not known is none of them", async () => {
    const { lines } = await run({ [`${ROOT}/tank/state`]: "DREAMING\n" });
    expect(ofState(lines).map((line) => line.slice(-1))).toEqual(["0", "0", "0", "0", "0", "0", "0"]);
  });

  test("no module is no data, and an idle one has no series", async () => {
    await expect(run({})).rejects.toThrow(NoDataError);
    expect((await run({ [`${ROOT}/`]: "" })).lines).toEqual([]);
  });
});

describe("a file that is not as it should be", () => {
  test.each([
    ["arcstats", "", "it has no line"],
    ["zil", kstat("zil_commit_count 4 x"), "expected a number"],
    ["tank/io", IO.replace("1000 ", "lots "), "expected a number"],
    ["tank/objset-0x36", kstat("writes 4 1"), "it does not name its dataset"],
  ])("%s fails the collector, and the others keep their series", async (file, text, message) => {
    const host = fixtureHost(temporaryTree({ ...FILES, [`${ROOT}/${file}`]: text }));
    const part = await collectPart(zfs, {}, host);
    expect(part.cause).toBeInstanceOf(ParseError);
    expect(part.error).toContain(`spl/kstat/zfs/${file}`);
    expect(part.error).toContain(message);
    expect(part.lines).toContain('node_zfs_zpool_dataset_writes{dataset="tank/home dir",zpool="tank"} 3');
    expect(ofState(part.lines)).toHaveLength(7);
    expect(part.lines.some((line) => line.startsWith("node_zfs_arc_"))).toBe(file !== "arcstats");
    expect(part.lines.some((line) => line.startsWith("node_zfs_zpool_nread"))).toBe(file !== "tank/io");
  });

  test.each(["EACCES", "EPERM", "ENOENT"])("one that answers %s is passed over", async (code) => {
    const host = fixtureHost(temporaryTree(FILES));
    const hot = (path: string, maxRecordBytes?: number): string => {
      if (path.endsWith("arcstats")) throw Object.assign(new Error(code), { code });
      return host.proc.hot(path, maxRecordBytes);
    };
    const { lines } = await collectOnce(zfs, {}, { ...host, proc: { ...host.proc, hot } });
    expect(lines).toContain("node_zfs_zil_zil_commit_count 18446744073709552000");
    expect(lines.some((line) => line.startsWith("node_zfs_arc_"))).toBe(false);
  });

  test("one that cannot be read for another reason fails the collector", async () => {
    const host = fixtureHost(temporaryTree(FILES));
    const hot = (path: string, maxRecordBytes?: number): string => {
      if (path.endsWith("arcstats")) throw Object.assign(new Error("EIO: arcstats"), { code: "EIO" });
      return host.proc.hot(path, maxRecordBytes);
    };
    const part = await collectPart(zfs, {}, { ...host, proc: { ...host.proc, hot } });
    expect(part.error).toBe("EIO: arcstats");
    expect(part.lines).toContain("node_zfs_zil_zil_commit_count 18446744073709552000");
  });
});

describe("from scrape to scrape", () => {
  test("values move, pools come and go", async () => {
    const folder = temporaryTree(FILES);
    const instance = instantiate(zfs, {}, fixtureHost(folder));
    await instance.collect();
    await writeFile(join(folder, ROOT, "arcstats"), kstat("hits 4 13", "memory_available_bytes 3 6"));
    await writeFile(
      join(folder, ROOT, "tank/objset-0x37"),
      kstat("dataset_name 7 tank/new name", "writes 4 30", "nread 4 40"),
    );
    const second = await instance.collect();
    expect(second.lines).toContain("node_zfs_arc_hits 13");
    expect(second.lines).toContain("node_zfs_arc_memory_available_bytes 6");
    expect(second.lines).toContain('node_zfs_zpool_dataset_writes{dataset="tank/new name",zpool="tank"} 30');
    await rm(join(folder, ROOT, "tank"), { recursive: true });
    expect((await instance.collect()).lines.filter((line) => line.includes("tank"))).toEqual([]);
  });
});
