import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { withNetlink } from "../../../src/native/netlink/connection.ts";
import { decodeInterface, listWirelessDevices } from "../../../src/native/netlink/wireless.ts";
import { attributes, DONE, failure, fakeKernel, text, u16, u32, type Answer } from "../../support/fake-kernel.ts";
import { expectOnlyParseErrors } from "../../support/mutated-messages.ts";

const HEAD = Buffer.from([7, 1, 0, 0]);
const wlan = (index: number, name: string): Buffer =>
  Buffer.concat([HEAD, attributes([3, u32(index)], [4, text(name)], [1, u32(0)], [38, u32(5180)])]);
const WLAN0 = wlan(3, "wlan0");

test("index, name and frequency", () => {
  expect(decodeInterface(WLAN0, 0, WLAN0.length)).toEqual({ index: 3, name: "wlan0", frequency: 5180 });
});

test("a device of its own kind has neither", () => {
  const data = Buffer.concat([HEAD, attributes([0x99, u32(1)])]);
  expect(decodeInterface(data, 0, data.length)).toEqual({ index: 0, name: "", frequency: 0 });
});

test("refuses what is cut short, and throws nothing but ParseError on any bytes", () => {
  expect(() => decodeInterface(WLAN0, 0, 3)).toThrow(ParseError);
  expectOnlyParseErrors(decodeInterface, WLAN0);
});

const GET_INTERFACE = 5;
const GET_STATION = 17;
const GET_SCAN = 32;

const answer = (body: Buffer): Answer => ({ type: 30, body });
const station = answer(
  Buffer.concat([HEAD, attributes([6, Buffer.from("0a0000000001", "hex")], [21, attributes([9, u32(17)])])]),
);
const network = answer(
  Buffer.concat([HEAD, attributes([47, attributes([1, Buffer.from("0b0000000001", "hex")], [9, u32(1)])])]),
);

/** A kernel with wlan0 and wlan1; of the second it tells nothing but an error. */
function kernelWith(errno: number) {
  return fakeKernel(({ type, body }) => {
    if (type === 16) return [[answer(Buffer.concat([HEAD, attributes([1, u16(30)])])), failure(0)]];
    if (body[0] === GET_INTERFACE) return [[answer(WLAN0), answer(wlan(4, "wlan1")), answer(wlan(5, "")), DONE]];
    expect([GET_STATION, GET_SCAN]).toContain(body[0]);
    // One attribute: which device is asked.
    if (body.readUInt32LE(8) === 4) return [[failure(errno)]];
    return [[body[0] === GET_SCAN ? network : station, DONE]];
  });
}

test("each device with its network and stations; one without them costs nothing else", () => {
  for (const errno of [2, 19, 95, 100]) {
    const devices = withNetlink(kernelWith(errno), 16, listWirelessDevices);
    expect(
      devices.map(({ name, bss, stations }) => [name, bss?.bssid, stations.map(({ address }) => address)]),
    ).toEqual([
      ["wlan0", "0b:00:00:00:00:01", ["0a:00:00:00:00:01"]],
      ["wlan1", undefined, []],
    ]);
  }
});

test("another error is one", () => {
  expect(() => withNetlink(kernelWith(5), 16, listWirelessDevices)).toThrow("NL80211_CMD_GET_SCAN: input/output error");
});
