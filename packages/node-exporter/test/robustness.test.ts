import { expect, test } from "vitest";
import { collectors } from "../src/collectors/index.ts";
import { allDamages, damageEachFile } from "./support/damage.ts";
import { LIVE } from "./support/live-collectors.ts";
import { SMALL_HOST } from "./support/small-host.ts";
import { temporaryTree } from "./support/temporary-tree.ts";
import { collectOnce, fixtureHost } from "./support/collect.ts";

const options = (folder: string) => ({
  bcache: { priorityStats: true },
  cpu: { info: true },
  stat: { softirq: true },
  sysctl: { include: ["kernel.threads-max"] },
  textfile: { directories: [`${folder}/textfile`] },
});

/** Collectors that ask the kernel or other programs, and not files. */
const NOT_OF_FILES: ReadonlySet<string> = new Set([
  "cgroup",
  "ethtool",
  "filesystem",
  "logind",
  "network_route",
  "ntp",
  "perf",
  "process_group",
  "processes",
  "qdisc",
  "runit",
  "supervisord",
  "systemd",
  "timex",
  "wifi",
]);

test("every collector has something to tell of the small host", async () => {
  const folder = temporaryTree(SMALL_HOST);
  const overrides: Readonly<Record<string, Readonly<Record<string, unknown>>>> = options(folder);
  for (const definition of collectors) {
    if (NOT_OF_FILES.has(definition.name)) continue;
    const { samples } = await collectOnce(definition, overrides[definition.name] ?? {}, fixtureHost(folder));
    expect([definition.name, samples.length > 0]).toEqual([definition.name, true]);
  }
});

test("no file, whatever becomes of it, costs more than the samples of those who read it", async () => {
  const folder = temporaryTree(SMALL_HOST);
  const report = await damageEachFile({
    collectors: collectors.filter(({ name }) => !LIVE.has(name)),
    options: options(folder),
    folder,
    damagesOf: allDamages,
  });
  expect(report.problems).toEqual([]);
  expect(report.unread).toEqual([]);
  expect(report.scrapes).toBe(report.files * 32);
  expect(report.failures).toBeGreaterThan(200);
}, 120_000);
