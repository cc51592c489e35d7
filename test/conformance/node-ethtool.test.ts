import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { evaluateFamilies } from "@sightglass/metrics-registry/testing";
import { expect, test } from "vitest";
import { ethtool } from "../../packages/node-exporter/src/collectors/ethtool.ts";
import type { EthtoolDevice } from "../../packages/node-exporter/src/native/ethtool-reader.ts";
import type { DriverInfo, LinkSettings } from "../../packages/node-exporter/src/native/ethtool-structs.ts";
import { matcher } from "../../packages/node-exporter/test/support/collect.ts";
import { statisticsSelector } from "../../packages/node-exporter/test/support/select-statistics.ts";
import { nodeKit, readPage } from "./node-kit.ts";

const kit = nodeKit();

/** Bits that ethtool(8) writes as words, as linux/ethtool.h numbers them. */
const MODES: Readonly<Record<string, number>> = {
  "10baseT/Half": 0,
  "10baseT/Full": 1,
  "100baseT/Half": 2,
  "100baseT/Full": 3,
  "1000baseT/Half": 4,
  "1000baseT/Full": 5,
  TP: 7,
  MII: 9,
  "10000baseT/Full": 12,
};
const AUTONEG = 6;
const PAUSE = 13;

/** Lines of what ethtool(8) printed of a device; undefined when it had nothing to print. */
function linesOf(device: string, file: string): readonly string[] | undefined {
  const path = join(kit, "fixtures/ethtool", device, file);
  if (!existsSync(path)) return undefined;
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** Pairs of name and text, a line without a colon going on with the one before. */
function pairsOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  let last = "";
  for (const line of lines) {
    const colon = line.indexOf(": ");
    if (colon > 0) pairs.set((last = line.slice(0, colon).trim()), line.slice(colon + 2).trim());
    else pairs.set(last, `${pairs.get(last) ?? ""} ${line.trim()}`);
  }
  return pairs;
}

const bitsOf = (words: string): number =>
  words.split(/\s+/).reduce((bits, word) => (MODES[word] === undefined ? bits : bits | (1 << MODES[word])), 0);

function settingsOf(device: string): LinkSettings | undefined {
  const lines = linesOf(device, "settings");
  if (lines === undefined) return undefined;
  const pairs = pairsOf(lines);
  const modes = (kind: string, negotiation: string): number => {
    let bits = bitsOf(pairs.get(`${kind} link modes`) ?? "");
    if (pairs.get(`${kind} pause frame use`) === "Symmetric") bits |= 1 << PAUSE;
    if (pairs.get(negotiation) === "Yes") bits |= 1 << AUTONEG;
    return bits;
  };
  return {
    supported: modes("Supported", "Supports auto-negotiation") | bitsOf(pairs.get("Supported ports") ?? ""),
    advertised: modes("Advertised", "Advertised auto-negotiation"),
    autonegotiate: pairs.get("Auto-negotiation") === "on" ? 1 : 0,
  };
}

function driverOf(device: string): DriverInfo | undefined {
  const lines = linesOf(device, "driver");
  if (lines === undefined) return undefined;
  const pairs = pairsOf(lines.map((line) => `${line} `));
  const text = (name: string): string => pairs.get(name) ?? "";
  return {
    driver: text("driver"),
    version: text("version"),
    firmwareVersion: text("firmware-version"),
    busInfo: text("bus-info"),
    expansionRomVersion: text("expansion-rom-version"),
  };
}

const statisticsOf = (device: string): ReadonlyMap<string, number> =>
  new Map(
    (linesOf(device, "statistics") ?? [])
      .map((line) => line.trim().split(": "))
      .flatMap(([name = "", value]) =>
        value === undefined || name === "ERROR" ? [] : [[name, Number(value)] as const],
      ),
  );

function devicesOf(include: string): readonly EthtoolDevice[] {
  const select = statisticsSelector(matcher(include));
  return ["bond0", "eth0"].map((device) => ({
    device,
    settings: settingsOf(device),
    driver: driverOf(device),
    statistics: select(statisticsOf(device)),
  }));
}

function pageOf(devices: readonly EthtoolDevice[]): {
  readonly types: ReadonlyMap<string, string>;
  readonly values: ReadonlyMap<string, number>;
} {
  const types = new Map<string, string>();
  const values = new Map<string, number>();
  for (const { name, type, points } of evaluateFamilies(ethtool.families, devices)) {
    for (const point of points) {
      if (!("value" in point)) throw new Error(`${name} is no number`);
      types.set(name, type === "unknown" ? "untyped" : type);
      const labels = point.labels.map(([label, value]) => `${label}="${value}"`).toSorted();
      values.set(`${name}{${labels.join(",")}}`, point.value);
    }
  }
  return { types, values };
}

test("the recorded page is reproduced from what ethtool printed, sample by sample and type by type", () => {
  const recorded = readPage(readFileSync(join(kit, "expected-extra/ethtool.prom"), "utf8"));
  const ours = pageOf(devicesOf(".*"));
  expect(ours.values).toEqual(recorded.values);
  expect(ours.types).toEqual(recorded.types);
  expect(recorded.values.size).toBe(35);
});

test("patterns choose statistics by their names before these are translated", () => {
  const ours = pageOf(devicesOf("^(tx_packets|port_rx_dropped)$"));
  const statistics = [...ours.values.keys()].filter(
    (series) => series.startsWith("node_ethtool_") && !series.includes("info"),
  );
  expect(statistics.toSorted()).toEqual([
    'node_ethtool_port_received_dropped{device="eth0"}',
    'node_ethtool_transmitted_packets_total{device="eth0"}',
  ]);
});
