import { join } from "node:path";
import { ifPresent } from "../../file-errors.ts";
import { parseRecordedList, parseRecordedObject, readRecording } from "./recorded.ts";
import type { Bss, Station } from "./wireless-details.ts";
import type { WirelessDevice, WirelessInterface } from "./wireless.ts";

const NANOSECONDS = 1e9;

/** Parses a recorded list of wireless devices: Index, Name, Frequency in megahertz. Throws ParseError. */
export function parseRecordedInterfaces(text: string): readonly WirelessInterface[] {
  return parseRecordedList("interfaces.json", text).map((one) => ({
    index: one.number("index"),
    name: one.text("name"),
    frequency: one.number("frequency"),
  }));
}

/** Parses the recorded network of a device: SSID, BSSID, Status. Throws ParseError. */
export function parseRecordedBss(text: string): Bss {
  const one = parseRecordedObject("bss.json", text);
  return { bssid: one.hardwareAddress("bssid"), ssid: one.text("ssid"), status: one.number("status") };
}

/** Parses the recorded stations of a device; times are in nanoseconds. Throws ParseError. */
export function parseRecordedStations(text: string): readonly Station[] {
  return parseRecordedList("stationinfo.json", text).map((one) => ({
    address: one.hardwareAddress("hardwareaddr"),
    connectedSeconds: one.number("connected") / NANOSECONDS,
    inactiveSeconds: one.number("inactive") / NANOSECONDS,
    receiveRate: one.number("receivebitrate"),
    transmitRate: one.number("transmitbitrate"),
    receivedBytes: one.number("receivedbytes"),
    transmittedBytes: one.number("transmittedbytes"),
    receivedPackets: one.number("receivedpackets"),
    transmittedPackets: one.number("transmittedpackets"),
    signalDbm: one.number("signal"),
    transmitRetries: one.number("transmitretries"),
    transmitFailed: one.number("transmitfailed"),
    beaconLoss: one.number("beaconloss"),
  }));
}

/** Reads the folder that `--collector.wifi.fixtures` names; files of a device may be absent. */
export function readRecordedWireless(folder: string): readonly WirelessDevice[] {
  const devices: WirelessDevice[] = [];
  for (const device of parseRecordedInterfaces(readRecording(join(folder, "interfaces.json")))) {
    if (device.name === "") continue;
    const read = (file: string): string | undefined => ifPresent(() => readRecording(join(folder, device.name, file)));
    const bss = read("bss.json");
    const stations = read("stationinfo.json");
    devices.push({
      ...device,
      bss: bss === undefined ? undefined : parseRecordedBss(bss),
      stations: stations === undefined ? [] : parseRecordedStations(stations),
    });
  }
  return devices;
}
