import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mountCasesOf } from "./mount-cases.ts";
import { OUR_FAMILIES } from "./node-families.ts";
import { copyFixtures, nameOf, nodeKit, readPage, recordedFlags } from "./node-kit.ts";
import { startNodeProgram, type RunningProgram } from "./start-node-program.ts";

const kit = nodeKit();
const fixtures = copyFixtures(kit);
afterAll(() => rmSync(fixtures, { recursive: true, force: true }));

const query = (kind: "collect" | "exclude", ...names: readonly string[]): string =>
  names.map((name) => `${kind}[]=${name}`).join("&");

describe("filters of a scrape", () => {
  let program: RunningProgram;
  beforeAll(async () => {
    program = await startNodeProgram(recordedFlags(kit, fixtures));
  }, 60_000);
  afterAll(async () => {
    expect(await program.stop()).toBe(0);
  }, 20_000);

  const answered = async (
    filter: string,
  ): Promise<{ readonly ran: readonly string[]; readonly names: ReadonlySet<string> }> => {
    const { status, text } = await program.get(`/metrics?${filter}`);
    expect(status).toBe(200);
    const page = readPage(text);
    const ran = [...page.values.keys()].flatMap(
      (series) => /^node_scrape_collector_success\{collector="(\w+)"\}$/.exec(series)?.[1] ?? [],
    );
    return { ran: ran.toSorted(), names: new Set([...page.values.keys()].map(nameOf)) };
  };
  const enabled = Object.keys(OUR_FAMILIES).toSorted();

  test.each([
    ["", enabled],
    [query("collect", "cpu"), ["cpu"]],
    [query("collect", "loadavg", "cpu", "loadavg"), ["cpu", "loadavg"]],
    [query("exclude", "cpu", "hwmon"), enabled.filter((name) => name !== "cpu" && name !== "hwmon")],
    [query("exclude", "nonsense"), enabled],
    ["other=1", enabled],
  ])("?%s", async (filter, wanted) => {
    const { ran, names } = await answered(filter);
    expect(ran).toEqual(wanted);
    for (const [collector, { names: pattern }] of Object.entries(OUR_FAMILIES)) {
      const shown = [...names].some((name) => pattern.test(name));
      expect([collector, shown]).toEqual([collector, wanted.includes(collector)]);
    }
    // What is about the program itself stays.
    for (const name of ["node_exporter_build_info", "process_cpu_seconds_total"]) expect(names).toContain(name);
  });

  test.each([
    [`${query("collect", "cpu")}&${query("exclude", "cpu")}`, "Combined collect and exclude queries are not allowed."],
    [
      query("collect", "nonsense"),
      "Couldn't create filtered metrics handler: couldn't create collector: missing collector: nonsense",
    ],
    [
      query("collect", "cpu", "uname"),
      "Couldn't create filtered metrics handler: couldn't create collector: disabled collector: uname",
    ],
  ])("?%s is refused in upstream's words", async (filter, text) => {
    const answer = await program.get(`/metrics?${filter}`);
    expect([answer.status, answer.text.trim()]).toEqual([400, text]);
    expect(answer.contentType).toMatch(/^text\/plain/);
  });

  test("a collector that is off is known, and disabled", async () => {
    const answer = await program.get(`/metrics?${query("collect", "timex")}`);
    expect([answer.status, answer.text.trim()]).toEqual([
      400,
      "Couldn't create filtered metrics handler: couldn't create collector: disabled collector: timex",
    ]);
    expect((await program.get(`/metrics?${query("exclude", "timex")}`)).status).toBe(200);
  });

  test("other paths: the landing page, health, and 404", async () => {
    const landing = await program.get("/");
    expect(landing.status).toBe(200);
    expect(landing.contentType).toMatch(/^text\/html/);
    expect(landing.text.match(/href="[^"]*metrics"/g)).not.toBeNull();
    expect((await program.get("/-/healthy")).status).toBe(200);
    expect((await program.get("/-/ready")).status).toBe(200);
    expect((await program.get("/nothing")).status).toBe(404);
    expect((await program.get("/debug/pprof/")).status).toBe(404);
  });

  test("counters of a kept-state collector are the same for filtered and whole scrapes", async () => {
    const cpuLines = (text: string): readonly string[] =>
      text.split("\n").filter((line) => line.startsWith("node_cpu_seconds_total{"));
    const whole = cpuLines((await program.get("/metrics")).text);
    expect(whole.length).toBeGreaterThan(0);
    expect(cpuLines((await program.get(`/metrics?${query("collect", "cpu")}`)).text)).toEqual(whole);
  });
});

describe.each(mountCasesOf(kit))("file systems, $name", ({ procfs, rootfs, mounts }) => {
  const readonlySeries = (text: string): readonly string[] =>
    [...readPage(text).values]
      .filter(([series]) => series.startsWith("node_filesystem_readonly{"))
      // Whether a mount of the fixture exists here too is this machine's affair.
      .map(([series, value]) => `${series.replace(/device_error="[^"]*",/, "")} ${value}`);

  test("with no mount left out, each is there once", async () => {
    const program = await startNodeProgram([
      `--path.procfs=${join(kit, procfs)}`,
      `--path.rootfs=${rootfs}`,
      "--collector.disable-defaults",
      "--collector.filesystem",
      "--collector.filesystem.mount-points-exclude=",
      "--collector.filesystem.fs-types-exclude=",
    ]);
    try {
      const { status, text } = await program.get("/metrics");
      expect(status).toBe(200);
      const wanted = mounts.map(({ device, mountpoint, fstype, readonly: only }) => {
        const escaped = (value: string): string => value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
        return `node_filesystem_readonly{device="${escaped(device)}",fstype="${fstype}",mountpoint="${escaped(mountpoint)}"} ${only}`;
      });
      expect(readonlySeries(text).toSorted()).toEqual([...new Set(wanted)].toSorted());
      expect(text).toContain('node_scrape_collector_success{collector="filesystem"} 1');
    } finally {
      await program.stop();
    }
  }, 60_000);
});
