import { ParseError } from "@sightglass/metrics-registry";
import { assert, json, oneof, property, string } from "fast-check";
import { expect, test } from "vitest";
import {
  parseRecordedBss,
  parseRecordedInterfaces,
  parseRecordedStations,
  readRecordedWireless,
} from "../../../src/native/netlink/recorded-wireless.ts";
import { temporaryTree } from "../../support/temporary-tree.ts";

test("a device, its network and its stations, in the units of the kernel's own answers", () => {
  expect(parseRecordedInterfaces('[{"name": "wlan7", "frequency": 5200, "index": 9}]')).toEqual([
    { index: 9, name: "wlan7", frequency: 5200 },
  ]);
  expect(parseRecordedBss('{"ssid": "Home", "bssid": "AQIDBAUG", "status": 3}')).toEqual({
    ssid: "Home",
    bssid: "01:02:03:04:05:06",
    status: 3,
  });
  const [station] = parseRecordedStations(
    '[{"hardwareaddr": "qrs=", "connected": 1500000000, "inactive": 20000000, "signal": -7, "receivedpackets": 5}]',
  );
  expect(station).toMatchObject({
    address: "aa:bb",
    connectedSeconds: 1.5,
    inactiveSeconds: 0.02,
    signalDbm: -7,
    receivedPackets: 5,
    transmittedPackets: 0,
  });
});

test("devices without a name are left out; files of a device may be absent", () => {
  const folder = temporaryTree({
    "interfaces.json": '[{"name": "a"}, {"name": "b"}, {"type": 10}]',
    "b/bss.json": '{"ssid": "Home"}',
    "b/stationinfo.json": '[{"signal": -1}, {"signal": -2}]',
  });
  expect(readRecordedWireless(folder).map(({ name, bss, stations }) => [name, bss?.ssid, stations.length])).toEqual([
    ["a", undefined, 0],
    ["b", "Home", 2],
  ]);
});

test("a broken file is refused, and so is a folder without the list", () => {
  const folder = temporaryTree({ "interfaces.json": '[{"name": "a"}]', "a/bss.json": "{" });
  expect(() => readRecordedWireless(folder)).toThrow(ParseError);
  expect(() => readRecordedWireless(temporaryTree({}))).toThrow("ENOENT");
});

test("throw nothing but ParseError on any text", () => {
  assert(
    property(oneof(string(), json()), (text) => {
      for (const parse of [parseRecordedInterfaces, parseRecordedBss, parseRecordedStations]) {
        try {
          parse(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ParseError);
        }
      }
    }),
  );
});
