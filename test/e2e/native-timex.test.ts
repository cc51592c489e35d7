import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseExposition } from "@sightglass/metrics-registry";
import { SIGHTGLASS } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import { startHttpServer, type HttpServerProcess } from "../servers/http-server.ts";
import { WITHOUT_CAPABILITIES } from "../servers/network-namespace.ts";
import { startNodeExporter } from "../servers/node-exporter.ts";

const FLAGS = ["--collector.disable-defaults", "--collector.timex"];

let ours: HttpServerProcess;
let theirs: HttpServerProcess;

interface Page {
  readonly values: ReadonlyMap<string, number>;
  readonly types: ReadonlyMap<string, string>;
}

async function scrape(server: HttpServerProcess): Promise<Page> {
  const answer = await fetch(`${server.url}/metrics`, { signal: AbortSignal.timeout(5000) });
  const values = new Map<string, number>();
  const types = new Map<string, string>();
  for (const { name, type, points } of parseExposition(await answer.text(), { format: "text" })) {
    const [point] = points;
    if (!name.startsWith("node_timex_") || point === undefined || !("value" in point)) continue;
    values.set(name, point.value);
    types.set(name, type);
  }
  return { values, types };
}

beforeAll(async () => {
  ensureBuilt();
  // CAP_SYS_TIME is for setting the clock.
  const [command, ...withoutCapabilities] = WITHOUT_CAPABILITIES;
  [ours, theirs] = await Promise.all([
    startHttpServer(
      (address) => ({
        name: "timex-ours",
        command,
        args: [...withoutCapabilities, SIGHTGLASS, "node", `--web.listen-address=${address}`, ...FLAGS],
      }),
      { path: "/-/healthy" },
    ),
    startNodeExporter({ version: "current", flags: FLAGS }),
  ]);
}, 500_000);

afterAll(async () => {
  await Promise.all([ours?.stop(), theirs?.stop()]);
});

/** What moves from one look to the next on a clock that is being steered: how far it may. */
const TOLERANCES: Readonly<Record<string, number>> = {
  node_timex_offset_seconds: 0.1,
  node_timex_frequency_adjustment_ratio: 0.000_5,
  node_timex_maxerror_seconds: 0.1,
  node_timex_estimated_error_seconds: 0.1,
};

test("the agent has no capability at all", () => {
  expect(readFileSync(`/proc/${ours.pid}/status`, "utf8")).toMatch(/^CapEff:\t0+$/m);
});

test("gives node_exporter's values and types, all 17", async () => {
  const [mine, upstream] = await Promise.all([scrape(ours), scrape(theirs)]);
  expect(mine.types.size).toBe(17);
  expect(mine.types).toEqual(upstream.types);
  for (const [name, value] of upstream.values) {
    const difference = Math.abs((mine.values.get(name) ?? Number.NaN) - value);
    expect(difference, name).toBeLessThanOrEqual(TOLERANCES[name] ?? 0);
  }
});

test("agrees with the C library's own view of the clock", async () => {
  const { values } = await scrape(ours);
  // The ticks in a second, as getconf knows them of the same kernel, and a frequency that is never off by more than 500 ppm.
  const ticks = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8", timeout: 5000 }));
  expect(values.get("node_timex_tick_seconds")).toBeCloseTo(1 / ticks, 3);
  expect(Math.abs((values.get("node_timex_frequency_adjustment_ratio") ?? 0) - 1)).toBeLessThanOrEqual(0.000_5);
  const status = values.get("node_timex_status") ?? Number.NaN;
  const STA_UNSYNC = 0x40;
  if ((status & STA_UNSYNC) !== 0) expect(values.get("node_timex_sync_status")).toBe(0);
  else expect(values.get("node_timex_sync_status")).toBe(1);
});
