import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { pressure } from "../../src/collectors/pressure.ts";
import { collectOnce, collectPart, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const line = (kind: string, total: number): string => `${kind} avg10=0.00 avg60=0.00 avg300=0.00 total=${total}\n`;

test("exposes stalls in seconds; the kernel's full line for the CPU is left out", async () => {
  const host = fixtureHost(
    temporaryTree({
      "proc/pressure/cpu": line("some", 14_036_781) + line("full", 0),
      "proc/pressure/io": line("some", 159_886_802) + line("full", 159_229_614),
      "proc/pressure/memory": line("some", 1) + line("full", 2),
      "proc/pressure/irq": line("full", 8494),
    }),
  );
  const run = await collectOnce(pressure, {}, host);
  expect(run.lines).toEqual([
    "node_pressure_cpu_waiting_seconds_total 14.036781000000001",
    "node_pressure_io_stalled_seconds_total 159.229614",
    "node_pressure_io_waiting_seconds_total 159.886802",
    "node_pressure_irq_stalled_seconds_total 0.008494",
    "node_pressure_memory_stalled_seconds_total 0.000002",
    "node_pressure_memory_waiting_seconds_total 0.000001",
  ]);
  expect(new Set(run.types.values())).toEqual(new Set(["counter"]));
});

test("resources that an older kernel lacks are left out", async () => {
  const run = await collectOnce(pressure, {}, fixtureHost(temporaryTree({ "proc/pressure/cpu": line("some", 1000) })));
  expect(run.lines).toEqual(["node_pressure_cpu_waiting_seconds_total 0.001"]);
});

test("none at all is no data", async () => {
  await expect(collectOnce(pressure, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
});

test("a resource without the line that it must have is no data, and keeps what came before", async () => {
  const host = fixtureHost(
    temporaryTree({ "proc/pressure/cpu": line("some", 1000), "proc/pressure/io": line("some", 1) }),
  );
  const part = await collectPart(pressure, {}, host);
  expect(part.lines).toEqual(["node_pressure_cpu_waiting_seconds_total 0.001"]);
  expect(part.cause).toBeInstanceOf(NoDataError);
});

test("pressure information that is switched off is no data", async () => {
  const host = fixtureHost(temporaryTree({}));
  const refuse = (): never => {
    throw Object.assign(new Error("EOPNOTSUPP: operation not supported on socket, read"), { code: "EOPNOTSUPP" });
  };
  const part = await collectPart(pressure, {}, { ...host, proc: { ...host.proc, hot: refuse } });
  expect(part.lines).toEqual([]);
  expect(part.cause).toBeInstanceOf(NoDataError);
  expect(part.error).toContain("psi=1");
});
