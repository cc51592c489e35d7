import { ParseError } from "@sightglass/metrics-registry";
import { decodeText } from "../../decode-text.ts";
import { attributeValue, visitAttributes } from "./attributes.ts";
import { GENERIC_HEADER_BYTES } from "./generic-family.ts";

/** The network that a device belongs to (basic service set). */
export interface Bss {
  readonly bssid: string;
  readonly ssid: string;
  /** NL80211_BSS_STATUS_ number: 0 authenticated, 1 associated, 2 joined an ad hoc network. */
  readonly status: number;
}

/** A station: the access point of a client, or a client of an access point. */
export interface Station {
  readonly address: string;
  readonly connectedSeconds: number;
  readonly inactiveSeconds: number;
  /** Bits per second, like `transmitRate`. */
  readonly receiveRate: number;
  readonly transmitRate: number;
  readonly receivedBytes: number;
  readonly transmittedBytes: number;
  readonly receivedPackets: number;
  readonly transmittedPackets: number;
  readonly signalDbm: number;
  readonly transmitRetries: number;
  readonly transmitFailed: number;
  readonly beaconLoss: number;
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** linux/nl80211.h */
const ATTR_MAC = 6;
const ATTR_STA_INFO = 21;
const ATTR_BSS = 47;
const BSS = { bssid: 1, informationElements: 6, status: 9 } as const;
const STA_INFO = {
  inactiveTime: 1,
  receivedBytes: 2,
  transmittedBytes: 3,
  signal: 7,
  transmitBitrate: 8,
  receivedPackets: 9,
  transmittedPackets: 10,
  transmitRetries: 11,
  transmitFailed: 12,
  receiveBitrate: 14,
  connectedTime: 16,
  beaconLoss: 18,
  receivedBytes64: 23,
  transmittedBytes64: 24,
} as const;
const RATE_BITRATE = 1;
const RATE_BITRATE32 = 5;
const RATE_UNIT = 100_000;
const ELEMENT_SSID = 0;

const { u8, u16, u32, u64, hardwareAddress } = attributeValue;

/** The network's name in a list of information elements (IEEE 802.11: number, length, value). */
function ssidOf(data: Buffer, start: number, end: number): string {
  let ssid = "";
  for (let at = start; at < end;) {
    const length = data[at + 1] ?? 0;
    if (at + 2 > end || at + 2 + length > end) throw new ParseError("nl80211", 0, "an element is cut short");
    if (data[at] === ELEMENT_SSID) ssid = decodeText(data.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return ssid;
}

function decodeBssDetails(data: Buffer, start: number, end: number): Bss | undefined {
  let bssid = "";
  let ssid = "";
  let status: number | undefined;
  visitAttributes(data, start, end, (type, from, to) => {
    if (type === BSS.bssid) bssid = hardwareAddress(data, from, to);
    else if (type === BSS.status) status = u32(data, from, to);
    else if (type === BSS.informationElements) ssid = ssidOf(data, from, to);
  });
  return status === undefined ? undefined : { bssid, ssid, status };
}

/** Decodes the body of NL80211_CMD_NEW_SCAN_RESULTS; undefined for a network that the device is no part of. */
export function decodeBss(data: Buffer, start: number, end: number): Bss | undefined {
  let bss: Bss | undefined;
  visitAttributes(data, start + GENERIC_HEADER_BYTES, end, (type, from, to) => {
    if (type === ATTR_BSS) bss ??= decodeBssDetails(data, from, to);
  });
  return bss;
}

/** Bits per second of a nested rate; the 32-bit number is the one that does not overflow. */
function rateOf(data: Buffer, start: number, end: number): number {
  let rate = 0;
  visitAttributes(data, start, end, (type, from, to) => {
    if (type === RATE_BITRATE32) rate = u32(data, from, to);
    else if (type === RATE_BITRATE && rate === 0) rate = u16(data, from, to);
  });
  return rate * RATE_UNIT;
}

function addStationInfo(station: Writable<Station>, data: Buffer, start: number, end: number): void {
  visitAttributes(data, start, end, (type, from, to) => {
    if (type === STA_INFO.connectedTime) station.connectedSeconds = u32(data, from, to);
    else if (type === STA_INFO.inactiveTime) station.inactiveSeconds = u32(data, from, to) / 1000;
    else if (type === STA_INFO.receivedBytes64) station.receivedBytes = u64(data, from, to);
    else if (type === STA_INFO.transmittedBytes64) station.transmittedBytes = u64(data, from, to);
    else if (type === STA_INFO.signal) station.signalDbm = (u8(data, from, to) << 24) >> 24;
    else if (type === STA_INFO.receivedPackets) station.receivedPackets = u32(data, from, to);
    else if (type === STA_INFO.transmittedPackets) station.transmittedPackets = u32(data, from, to);
    else if (type === STA_INFO.transmitRetries) station.transmitRetries = u32(data, from, to);
    else if (type === STA_INFO.transmitFailed) station.transmitFailed = u32(data, from, to);
    else if (type === STA_INFO.beaconLoss) station.beaconLoss = u32(data, from, to);
    else if (type === STA_INFO.receiveBitrate) station.receiveRate = rateOf(data, from, to);
    else if (type === STA_INFO.transmitBitrate) station.transmitRate = rateOf(data, from, to);
    // The 32-bit counters are for kernels without the others.
    else if (type === STA_INFO.receivedBytes && station.receivedBytes === 0)
      station.receivedBytes = u32(data, from, to);
    else if (type === STA_INFO.transmittedBytes && station.transmittedBytes === 0)
      station.transmittedBytes = u32(data, from, to);
  });
}

/** A station without any figure. */
const EMPTY_STATION: Station = {
  address: "",
  connectedSeconds: 0,
  inactiveSeconds: 0,
  receiveRate: 0,
  transmitRate: 0,
  receivedBytes: 0,
  transmittedBytes: 0,
  receivedPackets: 0,
  transmittedPackets: 0,
  signalDbm: 0,
  transmitRetries: 0,
  transmitFailed: 0,
  beaconLoss: 0,
};

/** Decodes the body of NL80211_CMD_NEW_STATION; undefined when it has no figures. Throws ParseError. */
export function decodeStation(data: Buffer, start: number, end: number): Station | undefined {
  const station: Writable<Station> = { ...EMPTY_STATION };
  let hasFigures = false;
  visitAttributes(data, start + GENERIC_HEADER_BYTES, end, (type, from, to) => {
    if (type === ATTR_MAC) station.address = hardwareAddress(data, from, to);
    else if (type === ATTR_STA_INFO) {
      hasFigures = true;
      addStationInfo(station, data, from, to);
    }
  });
  return hasFigures ? station : undefined;
}
