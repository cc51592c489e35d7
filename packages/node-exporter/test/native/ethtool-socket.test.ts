import { readdirSync } from "node:fs";
import { UnsupportedError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { openEthtoolSocket } from "../../src/native/ethtool-socket.ts";
import { createStatisticsMemory } from "../../src/native/ethtool-structs.ts";
import { loadKoffi } from "../../src/native/load-koffi.ts";

const signal = new AbortController().signal;

const hasKoffi = ((): boolean => {
  try {
    return Boolean(loadKoffi());
  } catch {
    return false;
  }
})();

test("a device that does not exist has no answers, and the socket is closed afterwards", async () => {
  if (!hasKoffi) {
    expect(() => openEthtoolSocket(createStatisticsMemory())).toThrow(UnsupportedError);
    return;
  }
  const before = readdirSync("/proc/self/fd").length;
  const socket = openEthtoolSocket(createStatisticsMemory());
  expect(readdirSync("/proc/self/fd").length).toBe(before + 1);
  for (const device of ["nosuchdevice0", "a name longer than any device may have", ""]) {
    const answers = await socket.ask(device, signal);
    expect(answers).toEqual({ settings: undefined, driver: undefined, statistics: new Map() });
  }
  await expect(socket.ask("nosuchdevice0", AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
  socket.close();
  expect(readdirSync("/proc/self/fd").length).toBe(before);
});
