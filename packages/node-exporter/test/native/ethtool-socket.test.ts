import { readdirSync } from "node:fs";
import { UnsupportedError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { createEthtoolSlot, requestName } from "../../src/native/ethtool-slot.ts";
import { openEthtoolSocket } from "../../src/native/ethtool-socket.ts";
import { isKoffiInstalled } from "../support/is-koffi-installed.ts";

const signal = new AbortController().signal;

const hasKoffi = isKoffiInstalled();

const ENODEV = 19;

test("a device that does not exist is told by the error, and the socket is closed afterwards", async () => {
  if (!hasKoffi) {
    expect(() => openEthtoolSocket()).toThrow(UnsupportedError);
    return;
  }
  const before = readdirSync("/proc/self/fd").length;
  const socket = openEthtoolSocket();
  const slot = createEthtoolSlot();
  expect(readdirSync("/proc/self/fd").length).toBe(before + 1);
  for (const device of ["nosuchdevice0", "a name longer than any device may have", ""]) {
    const name = requestName(device);
    expect([await socket.call(name, slot.driver, signal), socket.indexOf(name)]).toEqual([ENODEV, undefined]);
  }
  const aborted = AbortSignal.abort(new Error("enough"));
  await expect(socket.call(requestName("nosuchdevice0"), slot.driver, aborted)).rejects.toThrow("enough");
  socket.close();
  expect(readdirSync("/proc/self/fd").length).toBe(before);
});

test("the loopback device has an index", () => {
  if (!hasKoffi) return;
  const socket = openEthtoolSocket();
  expect(socket.indexOf(requestName("lo"))).toBe(1);
  socket.close();
});
