import { execFileSync } from "node:child_process";
import { renameSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { createRegistry, type CollectorStatus } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { collectors } from "../src/collectors/index.ts";
import { closeHost, createHost } from "../src/create-host.ts";
import { heldThreads } from "../src/filesystem/held-threads.ts";
import { filesBelow } from "./support/files-below.ts";
import { configured, HEALTH, type OptionsByCollector } from "./support/registry-settings.ts";
import { SMALL_HOST } from "./support/small-host.ts";
import { temporaryTree } from "./support/temporary-tree.ts";

/** Collectors that ask the running kernel or a server of the network, whatever the files say. */
const LIVE: ReadonlySet<string> = new Set([
  "ethtool",
  "network_route",
  "ntp",
  "perf",
  "qdisc",
  "supervisord",
  "timex",
  "wifi",
]);

/** Starts anew on the folder and scrapes once. */
async function scrape(folder: string): Promise<ReadonlyMap<string, CollectorStatus>> {
  const options: OptionsByCollector = {
    bcache: { priorityStats: true },
    cpu: { info: true },
    stat: { softirq: true },
    sysctl: { include: ["kernel.threads-max"] },
    textfile: { directories: [`${folder}/textfile`] },
  };
  const host = createHost({
    procfs: `${folder}/proc`,
    sysfs: `${folder}/sys`,
    rootfs: folder,
    udevData: `${folder}/udev/data`,
  });
  const registry = createRegistry({
    collectors: configured(
      collectors.filter(({ name }) => !LIVE.has(name)),
      options,
    ),
    source: host,
    health: HEALTH,
  });
  await registry.collect({ deadlineMs: 5000 });
  closeHost(host);
  return new Map(registry.status().map((status) => [status.collector, status]));
}

test("a pipe in the place of any file costs those who read it, who time out at once and say where", async () => {
  const folder = temporaryTree(SMALL_HOST);
  const aside = temporaryTree({});
  execFileSync("mkfifo", [join(aside, "pipe")]);
  const sound = await scrape(folder);
  const problems: string[] = [];
  const timedOut = new Set<string>();
  for (const file of filesBelow(folder)) {
    const path = relative(folder, file);
    renameSync(file, join(aside, "file"));
    renameSync(join(aside, "pipe"), file);
    try {
      const startedAt = performance.now();
      const silent = await scrape(folder);
      // Longer than any run takes, shorter than the deadline that a wait would end at.
      if (performance.now() - startedAt > 3000) problems.push(`${path}: the scrape waited`);
      for (const [name, { reason, message, series }] of silent) {
        const before = sound.get(name);
        if (reason === "timeout") {
          timedOut.add(name);
          if (!message.includes(basename(path))) problems.push(`${path}: ${name}: ${message}`);
        } else if (reason !== before?.reason) {
          problems.push(`${path}: ${name} is ${reason}: ${message}`);
        } else if (
          reason === "ok" &&
          series !== before.series &&
          !path.startsWith("textfile/") &&
          !path.startsWith("udev/")
        ) {
          // A textfile is an error of its own, and what udev knows is an addition to what the kernel tells.
          problems.push(`${path}: ${name} has ${series} series, not ${before.series}`);
        }
      }
    } catch (error) {
      problems.push(`${path}: ${String(error)}`);
    } finally {
      renameSync(file, join(aside, "pipe"));
      renameSync(join(aside, "file"), file);
    }
  }
  expect(problems).toEqual([]);
  expect([...timedOut].toSorted()).toEqual(
    expect.arrayContaining(["cpufreq", "hwmon", "loadavg", "meminfo", "netclass"]),
  );
  expect(timedOut.size).toBeGreaterThan(40);
  expect(heldThreads()).toBe(0);
}, 120_000);
