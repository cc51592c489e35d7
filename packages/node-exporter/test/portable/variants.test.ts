import { UnsupportedError } from "@sightglass/metrics-registry";
import { describeCollectorContract } from "@sightglass/metrics-registry/testing";
import { runProgram } from "@sightglass/exporter-kit";
import { EventEmitter } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { collectors } from "../../src/collectors/index.ts";
import type { PortablePlatform } from "../../src/portable/portable-source.ts";
import { portableCollectors, portableVariants } from "../../src/portable/variants.ts";
import { createNodeExporter } from "../../src/program.ts";
import { fixtureHost } from "../support/collect.ts";
import { runNodeExporter } from "../support/run-program.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const SOURCES = join(import.meta.dirname, "../../src");
// Families that both providers have are declared beside the folders of either.
const sourceText = [join(SOURCES, "portable"), SOURCES]
  .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
  .filter((path) => path.endsWith(".ts"))
  .map((path) => readFileSync(path, "utf8"))
  .join("\n");

describe.each<PortablePlatform>(["darwin", "freebsd", "linux", "windows"])("on %s", (platform) => {
  const always = "Node itself tells it.";
  describeCollectorContract(portableCollectors(platform), {
    describe,
    test,
    namePrefix: "node_",
    absentSource: () => fixtureHost("/nowhere"),
    sourceText: () => sourceText,
    alwaysPresent: {
      cpu: always,
      time: always,
      uname: always,
      [platform === "linux" ? "stat" : "boottime"]: always,
      ...(platform !== "windows" && { loadavg: always }),
    },
    mandatorySource: [
      "diskstats",
      "filesystem",
      "meminfo",
      "netdev",
      "os",
      ...(platform === "windows" ? ["loadavg"] : []),
    ],
  });

  test("every flag of every collector is one still, once", () => {
    const flags = portableVariants(platform, collectors).flatMap(({ name, options }) => [
      `collector.${name}`,
      ...Object.values(options).map(({ flag }) => flag),
    ]);
    expect(new Set(flags).size).toBe(flags.length);
    for (const { name, options } of collectors) {
      expect(flags).toContain(`collector.${name}`);
      for (const { flag } of Object.values(options)) expect(flags).toContain(flag);
    }
  });
});

test("a collector that needs Linux is off, and named says why it has nothing", () => {
  const softnet = portableVariants("darwin", collectors).find(({ name }) => name === "softnet");
  expect(softnet?.enabledByDefault).toBe(false);
  expect(() => softnet?.read(fixtureHost("/nowhere"), new AbortController().signal, undefined as never)).toThrow(
    UnsupportedError,
  );
});

test("textfile is the same everywhere", () => {
  const native = collectors.find(({ name }) => name === "textfile");
  expect(portableVariants("windows", collectors)).toContain(native);
});

test.each<readonly [NodeJS.Platform, string, readonly string[]]>([
  [
    "darwin",
    "portable",
    ["boottime", "cpu", "diskstats", "filesystem", "loadavg", "meminfo", "netdev", "os", "textfile", "time", "uname"],
  ],
  ["win32", "portable", ["boottime", "cpu", "filesystem", "meminfo", "netdev", "os", "textfile", "time", "uname"]],
  [
    "freebsd",
    "portable",
    ["boottime", "cpu", "filesystem", "loadavg", "meminfo", "netdev", "os", "textfile", "time", "uname"],
  ],
])("on %s the provider is %s from the start", async (platform, provider, on) => {
  const program = await createNodeExporter(platform);
  expect(program.options["provider"]?.default).toBe(provider);
  expect(program.collectors.filter(({ enabledByDefault }) => enabledByDefault).map(({ name }) => name)).toEqual(on);
  const check = program.options["provider"]?.check as ((value: string) => string | undefined) | undefined;
  expect(check?.("native")).toContain("no /proc and /sys");
  expect(check?.("portable")).toBeUndefined();
  const filesystem = program.collectors.find(({ name }) => name === "filesystem");
  expect(filesystem?.options["typesExclude"]?.default).toBe("^devfs$");
});

test("a program of another system takes a Linux command line, and says what it cannot do", async () => {
  let stdout = "";
  let stderr = "";
  const code = await runProgram(
    await createNodeExporter("darwin"),
    [
      "--collector.disable-defaults",
      ...["boottime", "cpu", "uname", "time", "softnet"].map((name) => `--collector.${name}`),
      "--collector.filesystem.stat-workers=8",
      "--no-collector.netdev.netlink",
      "--collector.systemd.unit-include=.+",
      "--path.rootfs=/nowhere",
      "--dry-run",
    ],
    {
      env: {},
      stdout: (text) => void (stdout += text),
      stderr: (text) => void (stderr += text),
      signals: new EventEmitter(),
    },
  );
  expect([code, stderr]).toEqual([0, ""]);
  for (const name of ["boottime", "cpu", "uname", "time"]) {
    expect(stdout).toMatch(new RegExp(`^${name} +[1-9]\\d* +[1-9]\\d* +\\d+ +[\\d.]+ ms +ok$`, "m"));
  }
  expect(stdout).toMatch(/^softnet +0 +0 +\d+ +[\d.]+ ms +unsupported: /m);
  expect(stdout).toMatch(/^Off, .*\n.*\bstat\b/m);
});

describe("--host.provider", () => {
  const flags = ["--path.rootfs=/nowhere", "--collector.disable-defaults", "--collector.uname", "--dry-run"];

  test("is native on Linux, and one of two", async () => {
    expect((await runNodeExporter(["--help"])).stdout).toMatch(/--host\.provider=native\|portable[^-]*default: native/);
    const { code, stderr } = await runNodeExporter(["--host.provider=other", ...flags]);
    expect([code, stderr.includes("must be one of native, portable")]).toEqual([1, true]);
  });

  test("chooses what runs under a name, and keeps all flags", async () => {
    const folder = temporaryTree({ "proc/": "", "sys/": "" });
    const { code, stdout, stderr } = await runNodeExporter([
      "--host.provider=portable",
      `--path.procfs=${folder}/proc`,
      `--path.sysfs=${folder}/sys`,
      "--collector.disable-defaults",
      "--collector.loadavg",
      "--collector.stat",
      "--collector.softnet",
      "--collector.netdev.netlink",
      "--no-collector.meminfo.all",
      "--collector.hwmon.chip-include=x",
      "--dry-run",
    ]);
    expect([code, stderr.includes("error:")]).toEqual([0, false]);
    // The folder is empty: only the portable ones have anything.
    expect(stdout).toMatch(/^loadavg +3 +3 +\d+ +[\d.]+ ms +ok$/m);
    expect(stdout).toMatch(/^stat +1 +1 +\d+ +[\d.]+ ms +ok$/m);
    expect(stdout).toMatch(/^softnet +0 +0 +\d+ +[\d.]+ ms +unsupported: it reads files or calls of Linux/m);
    expect(stdout).toMatch(/^Off, .*\n.*\bcpu\b/m);
  });
});
