import { describe, expect, it } from "vitest";
import { nodeExporter } from "@sightglass/node-exporter";
import { describeDefinition } from "@sightglass/metrics-registry";
import { OPTION_FAMILIES, optionFor } from "../../src/compare/option-families.ts";

describe("OPTION_FAMILIES", () => {
  const flags = new Set(
    nodeExporter.collectors.flatMap(({ options }) => Object.values(options).map(({ flag }) => flag)),
  );
  const declared = nodeExporter.collectors.flatMap(({ name, families }) =>
    families.flatMap((family) => describeDefinition(family, name).map((one) => one.name)),
  );
  const isDeclared = (pattern: string): boolean =>
    declared.some((name) =>
      pattern.endsWith("*") || name.endsWith("*")
        ? name.replace("*", "").startsWith(pattern.replace("*", "")) || pattern.startsWith(name.replace("*", ""))
        : name === pattern,
    );

  it.each(OPTION_FAMILIES.map(({ flag, families }) => [flag, families] as const))(
    "--%s is a flag of a collector that declares what it brings",
    (flag, families) => {
      expect(flags).toContain(flag);
      expect(families.filter((family) => !isDeclared(family))).toEqual([]);
    },
  );
});

describe("optionFor", () => {
  it.each([
    ["node_cpu_info", undefined, "collector.cpu.info"],
    ["node_sysctl_info", undefined, "collector.sysctl.include-info"],
    ["node_sysctl_kernel_x", undefined, "collector.sysctl.include"],
    ["node_network_receive_bytes_total", "ifalias", "collector.netdev.label-ifalias"],
    ["node_network_receive_bytes_total", undefined, undefined],
    ["node_load1", undefined, undefined],
  ])("of %s, label %s, is %s", (family, label, flag) => {
    expect(optionFor(family, label)).toBe(flag);
  });
});
