import { NoDataError } from "@sightglass/metrics-registry";
import { evaluateFamilies } from "@sightglass/metrics-registry/testing";
import { expect, test } from "vitest";
import { ethtool } from "../../src/collectors/ethtool.ts";
import type { EthtoolDevice } from "../../src/native/ethtool-reader.ts";
import { collectOnce, fixtureHost, matcher } from "../support/collect.ts";
import { statisticsSelector } from "../support/select-statistics.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const NOTHING: EthtoolDevice = {
  device: "dummy0",
  settings: undefined,
  driver: undefined,
  statistics: statisticsSelector(undefined)(new Map()),
};

function linesOf(devices: readonly EthtoolDevice[]): readonly string[] {
  return evaluateFamilies(ethtool.families, devices)
    .flatMap(({ name, points }) =>
      points.map((point) => {
        const labels = point.labels.map(([label, value]) => `${label}="${value}"`).toSorted();
        return `${name}{${labels.join(",")}} ${"value" in point ? point.value : "?"}`;
      }),
    )
    .toSorted();
}

test("a device whose driver tells nothing has no series", () => {
  expect(linesOf([NOTHING])).toEqual([]);
});

test("settings", () => {
  // 25000baseCR, 1000baseX's neighbour KX, backplane port, pause in both ways; asymmetric pause alone is offered.
  const settings = { supported: 0x80_03_20_40, advertised: 0x00_00_40_01, autonegotiate: 0 };
  expect(linesOf([{ ...NOTHING, device: "eth1", settings }])).toEqual([
    'node_network_advertised_speed_bytes{device="eth1",duplex="half",mode="10baseT"} 1250000',
    'node_network_asymmetricpause_advertised{device="eth1"} 1',
    'node_network_asymmetricpause_supported{device="eth1"} 0',
    'node_network_autonegotiate_advertised{device="eth1"} 0',
    'node_network_autonegotiate_supported{device="eth1"} 1',
    'node_network_autonegotiate{device="eth1"} 0',
    'node_network_pause_advertised{device="eth1"} 0',
    'node_network_pause_supported{device="eth1"} 1',
    'node_network_supported_port_info{device="eth1",type="Backplane"} 1',
    'node_network_supported_speed_bytes{device="eth1",duplex="full",mode="1000baseKX"} 125000000',
    'node_network_supported_speed_bytes{device="eth1",duplex="full",mode="25000baseCR"} 3125000000',
  ]);
});

test("driver and statistics", () => {
  const driver = { driver: "veth", version: "1.0", firmwareVersion: "", expansionRomVersion: "", busInfo: "pci" };
  const statistics = statisticsSelector(undefined)(
    new Map([
      ["tx_errors", 5],
      ["tx_dropped", 6],
    ]),
  );
  const lines = linesOf([{ ...NOTHING, device: "veth0", driver, statistics }]);
  expect(lines).toEqual([
    'node_ethtool_info{bus_info="pci",device="veth0",driver="veth",expansion_rom_version="",firmware_version="",version="1.0"} 1',
    'node_ethtool_transmitted_dropped{device="veth0"} 6',
    'node_ethtool_transmitted_errors_total{device="veth0"} 5',
  ]);
  const types = evaluateFamilies(ethtool.families, [{ ...NOTHING, driver, statistics }]);
  expect(
    types.filter(({ name, points }) => name.includes("transmitted") && points.length > 0).map(({ type }) => type),
  ).toEqual(["unknown", "unknown"]);
});

test("no class is no data, and a class without devices a failure", async () => {
  await expect(collectOnce(ethtool, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
  const files = { "sys/class/net/bonding_masters": "\n" };
  await expect(collectOnce(ethtool, {}, fixtureHost(temporaryTree(files)))).rejects.toThrow("no network devices");
});

test("no device is asked that the patterns leave out", async () => {
  const files = { "sys/class/net/lo/mtu": "65536\n" };
  const host = fixtureHost(temporaryTree(files));
  expect((await collectOnce(ethtool, { exclude: matcher("^lo$") }, host)).samples).toEqual([]);
  expect((await collectOnce(ethtool, { include: matcher("^eth") }, host)).samples).toEqual([]);
});

test("a device that is gone costs nothing", async () => {
  const files = { "sys/class/net/nosuchdevice0/mtu": "1500\n" };
  expect((await collectOnce(ethtool, {}, fixtureHost(temporaryTree(files)))).samples).toEqual([]);
});
