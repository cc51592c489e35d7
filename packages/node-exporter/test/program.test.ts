import type { OptionSpec } from "@sightglass/metrics-registry";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { nodeExporter } from "../src/program.ts";
import { runNodeExporter, serveNodeExporter } from "./support/run-program.ts";
import { temporaryTree } from "./support/temporary-tree.ts";
import { DEFAULT_ON, DEPRECATED, HIDDEN, OWN_FLAGS, UPSTREAM_FLAGS } from "./support/upstream-flags.ts";

const specs = new Map<string, OptionSpec>(
  [nodeExporter, ...nodeExporter.collectors].flatMap(({ options }) =>
    Object.values(options).map((spec) => [spec.flag, spec] as const),
  ),
);
const shown = (spec: OptionSpec | undefined): string | undefined =>
  spec?.type === "strings" ? spec.default.join(" ") : spec && String(spec.default);

const emptyHost = (): readonly string[] => {
  const folder = temporaryTree({ "proc/": "", "sys/": "", "udev/": "" });
  return [
    `--path.procfs=${folder}/proc`,
    `--path.sysfs=${folder}/sys`,
    `--path.rootfs=${folder}`,
    `--path.udev.data=${folder}/udev`,
  ];
};

describe("flags", () => {
  test("are node_exporter's, with its defaults, and few others", () => {
    const ours = Object.fromEntries([...specs].map(([flag, spec]) => [flag, shown(spec)]));
    for (const flag of OWN_FLAGS) delete ours[flag];
    expect(ours).toEqual(UPSTREAM_FLAGS);
  });

  test("switch on by default what node_exporter has on, and no more", () => {
    const on = nodeExporter.collectors.filter(({ enabledByDefault }) => enabledByDefault);
    expect(on.map(({ name }) => name)).toEqual(DEFAULT_ON);
  });

  test("each is taken in both of kingpin's forms, with its default as the value", async () => {
    const given = Object.entries(UPSTREAM_FLAGS).filter(
      // Old flags cannot stand beside their successors.
      ([flag]) => !flag.startsWith("path.") && !flag.startsWith("collector.filesystem.ignored-"),
    );
    const attached = given.map(([flag, value]) => `--${flag}=${value}`);
    const apart = given.flatMap(([flag, value]) => {
      if (specs.get(flag)?.type === "boolean") return [value === "true" ? `--${flag}` : `--no-${flag}`];
      return [`--${flag}`, value];
    });
    for (const flags of [attached, apart]) {
      const { code, stderr } = await runNodeExporter([
        ...emptyHost(),
        ...flags,
        ...DEFAULT_ON.map((name) => `--collector.${name}`),
        "--dry-run",
      ]);
      // No flag is answered with a word.
      const remarks = stderr.split("\n").filter((line) => line !== "");
      expect({ code, remarks }).toEqual({ code: 0, remarks: [] });
    }
  });

  test.each(Object.entries(DEPRECATED))("--%s is an old name of --%s, and says so", async (old, name) => {
    const { code, stdout, stderr } = await runNodeExporter([...emptyHost(), `--${old}=^lo$`, "--dry-run"]);
    expect(code).toBe(0);
    expect(stderr).toMatch(new RegExp(`level=WARN.*flag=--${old} replacement=--${name}\\n`));
    expect(stdout).toMatch(new RegExp(`^${name} +\\^lo\\$ +from --${old}$`, "m"));
  });

  test("those of the global kind have node_exporter's defaults", async () => {
    const { stdout } = await runNodeExporter(["--help"]);
    const help = stdout.replaceAll(/\n {4,}/g, " ");
    for (const [flag, value] of Object.entries({
      "web.listen-address=ADDRESS ...": ":9100",
      "[no-]web.systemd-socket": "false",
      "web.telemetry-path=PATH": "/metrics",
      "[no-]web.disable-exporter-metrics": "false",
      "web.max-requests=NUMBER": "40",
      "[no-]collector.disable-defaults": "false",
      "runtime.gomaxprocs=NUMBER": "1; also: $GOMAXPROCS",
      "log.level=debug|info|warn|error": "info",
      "log.format=logfmt|json": "logfmt",
    })) {
      const row = help.split("\n").find((line) => line.startsWith(`  --${flag} `));
      expect(row, flag).toContain(`(default: ${value})`);
    }
    expect(help).toContain("\n  --web.config.file=PATH ");
  });
});

test.each(Object.entries(DEPRECATED))("--%s does not go with --%s", async (old, name) => {
  const { code, stderr } = await runNodeExporter([`--${old}=a`, `--${name}=b`, "--dry-run"]);
  expect(code).toBe(1);
  expect(stderr).toContain(`--${old} and --${name} are mutually exclusive`);
});

describe("--help", () => {
  test("names every flag but hidden ones, in lines that fit a terminal, on standard output", async () => {
    const { code, stdout, stderr } = await runNodeExporter(["--help"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^usage: node_exporter \[<flags>\]\n/);
    const switches = DEFAULT_ON.map((name) => `--[no-]collector.${name}`);
    const options = [...specs.values()]
      .filter(({ hidden }) => hidden !== true)
      .map(({ flag, type }) => (type === "boolean" ? `--[no-]${flag}` : `--${flag}=`));
    for (const flag of [...switches, ...options]) expect(stdout).toContain(`  ${flag}`);
    for (const flag of HIDDEN) expect(stdout).not.toContain(`--${flag}=`);
    // Longer only where one word is: the regular expressions.
    expect(stdout.split("\n").filter((line) => line.length > 100 && line.trim().includes(" "))).toEqual([]);
  });

  test("is what -h gives too, and --version starts as scripts expect", async () => {
    expect(await runNodeExporter(["-h"])).toEqual(await runNodeExporter(["--help"]));
    const { code, stdout } = await runNodeExporter(["--version"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^node_exporter, version \d+\.\d+\.\d+ /);
  });
});

describe("a wrong command line ends with 1 and says why", () => {
  test.each([
    ["netdev.device", "collector netdev: device-exclude & device-include are mutually exclusive"],
    ["diskstats.device", "collector diskstats: device-exclude & device-include are mutually exclusive"],
    [
      "filesystem.mount-points",
      "--collector.filesystem.mount-points-exclude and --collector.filesystem.mount-points-include are mutually exclusive",
    ],
    [
      "filesystem.fs-types",
      "--collector.filesystem.fs-types-exclude and --collector.filesystem.fs-types-include are mutually exclusive",
    ],
  ])("both patterns of %s", async (name, message) => {
    const flags = [`--collector.${name}-include=a`, `--collector.${name}-exclude=b`];
    for (const extra of [[], ["--dry-run"]]) {
      const { code, stdout, stderr } = await runNodeExporter([...emptyHost(), ...flags, ...extra]);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toContain(message);
    }
    // Of a collector that is off nothing is asked.
    const off = `--no-collector.${name.split(".")[0]}`;
    expect((await runNodeExporter([...emptyHost(), ...flags, off, "--dry-run"])).code).toBe(0);
  });

  test.each(["arp.device", "hwmon.chip", "hwmon.sensor"])("both patterns of %s are no fault", async (name) => {
    const flags = [`--collector.${name}-include=a`, `--collector.${name}-exclude=b`];
    expect((await runNodeExporter([...emptyHost(), ...flags, "--dry-run"])).code).toBe(0);
  });

  test.each(["mount-points", "fs-types"])("the old flag beside filesystem.%s-exclude", async (what) => {
    const flags = [`--collector.filesystem.ignored-${what}=a`, `--collector.filesystem.${what}-exclude=b`];
    const { code, stderr } = await runNodeExporter([...emptyHost(), ...flags, "--dry-run"]);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `--collector.filesystem.ignored-${what} and --collector.filesystem.${what}-exclude are mutually exclusive`,
    );
  });

  const patterns = [...specs.values()].filter(({ type }) => type === "regex").map(({ flag }) => flag);
  test.each(patterns)("a bad pattern of --%s", async (flag) => {
    for (const bad of ["a(", "[z-a]", "*", String.raw`(?<=a)b`, "x{1001}"]) {
      const { code, stdout, stderr } = await runNodeExporter([`--${flag}=${bad}`, "--dry-run"]);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(/^node_exporter: error: /);
      expect(stderr).toContain(`--${flag}`);
      expect(stderr).toContain(JSON.stringify(bad));
    }
  });

  test("an unknown flag names the nearest, and one collector is not another", async () => {
    const { code, stderr } = await runNodeExporter(["--collector.netdv"]);
    expect(code).toBe(1);
    expect(stderr).toContain("--collector.netdv");
    expect(stderr).toContain("--collector.netdev?");
    expect((await runNodeExporter(["--collector.cpu=maybe"])).code).toBe(1);
    expect((await runNodeExporter(["collector.cpu"])).code).toBe(1);
  });
});

describe("which collectors run", () => {
  const ran = (stdout: string): readonly string[] =>
    stdout.split("\n").flatMap((line) => {
      const match = /^([a-z_]+) +\d+ +\d+ +\d+ +[\d.]+ ms /.exec(line);
      return match?.[1] === undefined ? [] : [match[1]];
    });

  test.each([
    ["all", [], DEFAULT_ON],
    ["only the named ones without defaults", ["--collector.disable-defaults", "--collector.cpu"], ["cpu"]],
    ["in whatever order", ["--collector.uname", "--collector.disable-defaults", "--collector.cpu"], ["cpu", "uname"]],
    ["none", ["--collector.disable-defaults"], []],
    ["all but one", ["--no-collector.cpu"], DEFAULT_ON.filter((name) => name !== "cpu")],
  ])("%s", async (_what, flags, wanted) => {
    const { code, stdout } = await runNodeExporter([...emptyHost(), ...flags, "--dry-run"]);
    expect(code).toBe(0);
    expect(ran(stdout)).toEqual(wanted);
    for (const name of DEFAULT_ON) {
      if (!wanted.includes(name)) expect(stdout).toMatch(new RegExp(`^Off, .*\\n.*\\b${name}\\b`, "m"));
    }
  });

  test("a dry run tells what each gave, why one gave nothing, and what was set where", async () => {
    const folder = temporaryTree({ "proc/loadavg": "0.5 0.25 0.125 1/2 3\n", "proc/net/arp": "garbage\n", "sys/": "" });
    const { code, stdout } = await runNodeExporter([
      `--path.procfs=${folder}/proc`,
      `--path.sysfs=${folder}/sys`,
      "--collector.disable-defaults",
      "--collector.loadavg",
      "--collector.arp",
      "--collector.dmi",
      "--collector.vmstat",
      "--dry-run",
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^loadavg +3 +3 +\d+ +[\d.]+ ms +ok$/m);
    expect(stdout).toMatch(/^arp +0 +0 +\d+ +[\d.]+ ms +error: .*net\/arp/m);
    expect(stdout).toMatch(/^dmi +0 +0 +\d+ +[\d.]+ ms +no_data: .*class\/dmi\/id/m);
    expect(stdout).toMatch(/^vmstat +0 +0 +\d+ +[\d.]+ ms +error: ENOENT.*vmstat/m);
    expect(stdout).toMatch(/^collector\.loadavg +true +from --collector\.loadavg$/m);
  });

  test("arguments may stand in a file", async () => {
    const folder = temporaryTree({});
    writeFileSync(join(folder, "args"), "# what runs\n--collector.disable-defaults\n--collector.uname\n");
    const { code, stdout } = await runNodeExporter([`@${join(folder, "args")}`, "--dry-run"]);
    expect(code).toBe(0);
    expect(ran(stdout)).toEqual(["uname"]);
  });
});

test("it serves this host, says what it runs, and stops with 0", async () => {
  const program = await serveNodeExporter(["--collector.disable-defaults", "--collector.uname", "--collector.loadavg"]);
  try {
    const { status, text } = await program.get("/metrics");
    expect(status).toBe(200);
    expect(text).toMatch(/^node_load1 [\d.]+$/m);
    expect(text).toMatch(/^node_uname_info\{.*sysname="Linux".*\} 1$/m);
    expect(text).toMatch(/^node_exporter_build_info\{.*\} 1$/m);
    expect(text).not.toContain("node_cpu_");
    expect(program.log()).toContain("names=loadavg,uname");
    expect((await program.get("/")).text).toContain("node_load1");
  } finally {
    expect(await program.stop()).toBe(0);
  }
});
