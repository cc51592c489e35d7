import { describe, expect, it } from "vitest";
import { createOwnerFinder } from "../../src/compare/family-owners.ts";
import { collectorStates, labelFlag, missingCause } from "../../src/compare/missing-cause.ts";
import { buildHistory } from "../../src/compare/series-history.ts";
import { pageOf } from "../support/page.ts";
import { testProgram } from "../support/program.ts";

const findOwner = createOwnerFinder([testProgram]);
const statesOf = (text: string) => collectorStates(buildHistory([pageOf(text)], () => false));
const causeOf = (family: string, text: string) => missingCause(family, findOwner(family), statesOf(text));

const SUCCESS = (collector: string, value: number): string =>
  `node_scrape_collector_success{collector="${collector}"} ${value}\n`;
const STATUS = (collector: string, reason: string): string =>
  `node_scrape_collector_status{collector="${collector}",reason="${reason}"} 1\n`;

describe("missingCause", () => {
  it.each([
    [
      "a collector that says that it is off",
      "node_swap_x",
      STATUS("swap", "disabled"),
      "the collector is off",
      "--collector.swap",
    ],
    ["one that does not run", "node_swap_x", SUCCESS("cpu", 1), "the collector does not run there", "--collector.swap"],
    ["one that is off by default", "node_swap_x", "up 1\n", "the collector does not run there", "--collector.swap"],
    [
      "one that is off, and its option",
      "node_cpu_info",
      STATUS("cpu", "disabled"),
      "the collector is off",
      "--collector.cpu --collector.cpu.info",
    ],
    ["an option", "node_cpu_info", SUCCESS("cpu", 1), undefined, "--collector.cpu.info"],
    [
      "a collector that may not read",
      "node_cpu_info",
      SUCCESS("cpu", 0) + STATUS("cpu", "denied"),
      "the collector may not read its source",
      undefined,
    ],
    ["a collector that fails", "node_cpu_info", SUCCESS("cpu", 0), "the collector: failed or without data", undefined],
    ["nothing that is known", "node_cpu_seconds_total", SUCCESS("cpu", 1), undefined, undefined],
    ["what belongs to no collector", "mysql_up", SUCCESS("cpu", 1), undefined, undefined],
  ])("names %s", (_what, family, text, reason, flag) => {
    expect(causeOf(family, text)).toEqual({
      ...(reason !== undefined && { reason }),
      ...(flag !== undefined && { flag }),
    });
  });
});

describe("labelFlag", () => {
  it("names each flag once, and none for a label that no option brings", () => {
    expect(labelFlag("node_network_receive_bytes_total", ["ifalias", "other"])).toBe(
      "--collector.netdev.label-ifalias",
    );
    expect(labelFlag("node_load1", ["x"])).toBeUndefined();
  });
});
