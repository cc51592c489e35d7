import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SIGHTGLASS } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import type { HttpServerProcess } from "../servers/http-server.ts";
import { createMountNamespace, type Inside, type MountNamespace } from "../servers/mount-namespace.ts";

const folder = mkdtempSync(join(tmpdir(), "sightglass-duplicates-"));
const at = (path: string): string => join(folder, path);
let namespace: MountNamespace | undefined;
let agent: Inside<HttpServerProcess>;

function write(path: string, content: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), content);
}

/** Two chips of one name on one device, as boards with two equal ones have, and a sensor that is there twice. */
function writeChips(): void {
  for (const number of [0, 1]) {
    write(`sys/devices/i2c-1/1-0048/hwmon/hwmon${number}/name`, "lm75\n");
    write(`sys/devices/i2c-1/1-0048/hwmon/hwmon${number}/temp1_input`, `${41_000 + number}\n`);
    for (const sensor of [1, 2]) {
      write(`sys/devices/i2c-1/1-0048/hwmon/hwmon${number}/freq${sensor}_label`, "core\n");
      write(`sys/devices/i2c-1/1-0048/hwmon/hwmon${number}/freq${sensor}_input`, "900000000\n");
    }
    symlinkSync("../../../1-0048", at(`sys/devices/i2c-1/1-0048/hwmon/hwmon${number}/device`));
    mkdirSync(at("sys/class/hwmon"), { recursive: true });
    symlinkSync(`../../devices/i2c-1/1-0048/hwmon/hwmon${number}`, at(`sys/class/hwmon/hwmon${number}`));
  }
}

beforeAll(async () => {
  if (process.getuid?.() !== 0) throw new Error("mounts can be made as root only");
  ensureBuilt();
  namespace = await createMountNamespace();
  for (const name of ["self", "over", "other"]) mkdirSync(at(name));
  // Bound onto itself, mounted over by another of the same name, and by one of another kind.
  namespace.run("mount", "-t", "tmpfs", "first", at("self"));
  namespace.run("mount", "--bind", at("self"), at("self"));
  namespace.run("mount", "-t", "tmpfs", "twice", at("over"));
  namespace.run("mount", "-t", "tmpfs", "-o", "size=1m", "twice", at("over"));
  namespace.run("mount", "-t", "tmpfs", "below", at("other"));
  namespace.run("mount", "-t", "ramfs", "above", at("other"));
  writeChips();
  agent = await namespace.serve(
    (address) => ({
      name: "sightglass-node",
      command: SIGHTGLASS,
      args: ["node", `--web.listen-address=${address}`, `--path.sysfs=${at("sys")}`],
    }),
    "/-/healthy",
  );
}, 400_000);

afterAll(async () => {
  await namespace?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const scrape = async (): Promise<readonly string[]> => {
  const response = await fetch(`${agent.outer.url}/metrics`, { signal: AbortSignal.timeout(10_000) });
  expect(response.status).toBe(200);
  return (await response.text()).split("\n");
};

const dropped = (lines: readonly string[], collector: string): number => {
  const start = `sightglass_dropped_samples_total{collector="${collector}",cause="duplicate"} `;
  return Number(lines.find((line) => line.startsWith(start))?.slice(start.length) ?? 0);
};

test("each series is there once, and what would have repeated it is counted in every scrape", async () => {
  const first = await scrape();
  const second = await scrape();
  for (const lines of [first, second]) {
    const series = lines
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => line.replace(/ \S+$/, ""));
    expect(new Set(series).size).toBe(series.length);
    const sizes = lines.filter((line) => line.startsWith("node_filesystem_size_bytes"));
    const of = (name: string): number => sizes.filter((line) => line.includes(`mountpoint="${at(name)}"`)).length;
    // Those of another kind are told apart by device and type.
    expect([of("self"), of("over"), of("other")]).toEqual([1, 1, 2]);
    for (const collector of ["filesystem", "hwmon", "loadavg"]) {
      expect(lines).toContain(`node_scrape_collector_success{collector="${collector}"} 1`);
    }
    const chips = lines.filter((line) => line.startsWith("node_hwmon_temp_celsius"));
    expect(chips).toEqual([
      'node_hwmon_temp_celsius{chip="i2c_1_1_0048_hwmon0",sensor="temp1"} 41',
      'node_hwmon_temp_celsius{chip="i2c_1_1_0048_hwmon1",sensor="temp1"} 41.001',
    ]);
    expect(lines.filter((line) => line.startsWith("node_hwmon_freq_freq_mhz"))).toHaveLength(2);
  }
  // The bind mount's nine; of the one mounted over, whose device number differs, all but its mount_info.
  expect(dropped(second, "filesystem") - dropped(first, "filesystem")).toBe(9 + 8);
  expect(dropped(second, "hwmon") - dropped(first, "hwmon")).toBeGreaterThanOrEqual(2);
});

test("repeated mounts are no fault: nothing is logged of them", async () => {
  await scrape();
  expect(agent.outer.log()).not.toMatch(/Samples were left out.*name=filesystem/);
});
