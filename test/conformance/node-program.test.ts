import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collectors } from "../../packages/node-exporter/src/collectors/index.ts";
import { ADDITIONS } from "../../packages/node-exporter/test/support/additions.ts";
import { FRAMEWORK_FAMILIES, OUR_FAMILIES, VOLATILE } from "./node-families.ts";
import { copyFixtures, nameOf, nodeKit, readPage, recordedFlags, type RecordedPage } from "./node-kit.ts";
import { startNodeProgram, type RunningProgram } from "./start-node-program.ts";

const kit = nodeKit();
const expected = readPage(readFileSync(join(kit, "expected.prom"), "utf8"));
const fixtures = copyFixtures(kit);
const flags = recordedFlags(kit, fixtures);

let program: RunningProgram;
let page: RecordedPage;
beforeAll(async () => {
  program = await startNodeProgram(flags);
  const answer = await program.get("/metrics");
  expect(answer.status).toBe(200);
  expect(answer.contentType).toMatch(/^text\/plain; version=0\.0\.4/);
  page = readPage(answer.text);
}, 60_000);
afterAll(async () => {
  await program?.stop();
  rmSync(fixtures, { recursive: true, force: true });
}, 20_000);

/** Owners of a family by the tables; the tables must leave exactly one. */
function ownersOf(family: string): readonly string[] {
  return [
    ...Object.entries(OUR_FAMILIES).flatMap(([collector, { names }]) => (names.test(family) ? [collector] : [])),
    ...(FRAMEWORK_FAMILIES.test(family) ? ["framework"] : []),
  ];
}

const isLiveDevice = (series: string): boolean => /^node_network_(receive|transmit)_\w+\{device="lo"\}$/.test(series);

interface Names {
  test(name: string): boolean;
}

/**
 * Comparable samples of families: series to value. Live values of the running kernel are masked, and the fixtures'
 * folder is taken off paths.
 */
function samplesOf({ values }: RecordedPage, names: Names, root: string): Map<string, number | "live"> {
  const samples = new Map<string, number | "live">();
  for (const [series, value] of values) {
    const name = nameOf(series);
    if (!names.test(name) || VOLATILE.test(name)) continue;
    samples.set(series.replaceAll(`path="${root}/`, 'path="'), isLiveDevice(series) ? "live" : value);
  }
  return samples;
}

const typesOf = ({ types }: RecordedPage, names: Names): ReadonlyMap<string, string> =>
  new Map([...types].filter(([name]) => names.test(name)));

const RECORDED_ROOT = "collector/fixtures";
/** Traffic counters that the recorded run cut out of its page, though not out of its list of types. */
const CUT_TRAFFIC = /^node_network_(receive|transmit)_(bytes|packets)_total$/;

describe("the recorded page", () => {
  test("belongs family by family to one collector, and to each as many samples as upstream gives", () => {
    const unclear = [...expected.types.keys()].filter((name) => ownersOf(name).length !== 1);
    expect(unclear).toEqual([]);
    for (const [collector, { names, samples }] of Object.entries(OUR_FAMILIES)) {
      const count = samplesOf(expected, names, RECORDED_ROOT).size;
      expect(`${collector} ${count}`).toBe(`${collector} ${samples}`);
    }
  });

  test("is of the collectors that the program has", () => {
    const off = new Set([
      "drm",
      "ethtool",
      "filesystem",
      "logind",
      "network_route",
      "ntp",
      "nvmesubsystem",
      "perf",
      "runit",
      "selinux",
      "supervisord",
      "swap",
      "systemd",
      "tcpstat",
      "timex",
      "uname",
    ]);
    expect(Object.keys(OUR_FAMILIES)).toEqual(
      collectors.map(({ name }) => name).filter((name) => !off.has(name) && !ADDITIONS.includes(name)),
    );
  });
});

test("what node_exporter does not have is off unless it is asked for, and takes no name of its", () => {
  const additions = collectors.filter(({ name }) => ADDITIONS.includes(name));
  expect(additions.map(({ name }) => name)).toEqual(ADDITIONS);
  for (const { name, enabledByDefault, help, families } of additions) {
    expect([name, enabledByDefault]).toEqual([name, false]);
    expect(help).toContain("not in node_exporter");
    for (const family of families) {
      if (family.kind === "static") expect(ownersOf(family.name), family.name).toEqual([]);
    }
  }
});

describe.each(Object.entries(OUR_FAMILIES))("collector %s", (_collector, { names }) => {
  test("reproduces every sample and type, and gives nothing else", () => {
    const ours = samplesOf(page, names, fixtures);
    for (const series of ours.keys()) if (CUT_TRAFFIC.test(nameOf(series))) ours.delete(series);
    expect(ours).toEqual(samplesOf(expected, names, RECORDED_ROOT));
    expect(typesOf(page, names)).toEqual(typesOf(expected, names));
  });
});

test("every sample of these collectors on the recorded page has been compared", () => {
  const names: Names = { test: (name) => ownersOf(name).some((owner) => Object.hasOwn(OUR_FAMILIES, owner)) };
  const recorded = samplesOf(expected, names, RECORDED_ROOT);
  expect(recorded.size).toBe(Object.values(OUR_FAMILIES).reduce((sum, { samples }) => sum + samples, 0));
  const ours = samplesOf(page, names, fixtures);
  expect([...recorded.keys()].filter((series) => !ours.has(series))).toEqual([]);
});

describe("beside the collectors' own families", () => {
  test("each collector's outcome is upstream's", () => {
    const success: Names = { test: (name) => name === "node_scrape_collector_success" };
    const ours = samplesOf(page, success, fixtures);
    const recorded = samplesOf(expected, success, RECORDED_ROOT);
    expect(ours).toEqual(recorded);
    expect(ours.size).toBe(Object.keys(OUR_FAMILIES).length);
    const durations = [...page.values].filter(([series]) =>
      series.startsWith("node_scrape_collector_duration_seconds{"),
    );
    expect(durations.map(([series]) => series.replace("duration_seconds", "success")).toSorted()).toEqual(
      [...ours.keys()].toSorted(),
    );
    for (const [series, seconds] of durations) expect(seconds, series).toBeGreaterThanOrEqual(0);
  });

  test("nothing is on the page but what is about the program itself, and which textfile is at fault", () => {
    const own =
      /^(node_exporter_build_info|node_textfile_file_error|node_scrape_collector_(success|duration_seconds|status)|(process|nodejs|promhttp|sightglass)_\w+)$/;
    const unknown = [...page.types.keys()].filter((name) => {
      const [owner] = ownersOf(name);
      return !own.test(name) && (owner === undefined || !Object.hasOwn(OUR_FAMILIES, owner));
    });
    expect(unknown).toEqual([]);
  });

  test("types of the families about scrape and process are upstream's where both have one", () => {
    const shared = typesOf(page, { test: (name) => FRAMEWORK_FAMILIES.test(name) && expected.types.has(name) });
    expect(shared).toEqual(typesOf(expected, { test: (name) => shared.has(name) }));
    expect([...shared.keys()]).toEqual(
      expect.arrayContaining([
        "node_exporter_build_info",
        "node_scrape_collector_duration_seconds",
        "node_scrape_collector_success",
        "process_cpu_seconds_total",
        "process_resident_memory_bytes",
        "process_start_time_seconds",
      ]),
    );
  });
});
