import { expect, test } from "vitest";
import { readClock } from "../../src/native/read-clock.ts";
import { hasLiveKernel } from "../support/live-kernel.ts";

test("the clock of the running kernel, or the reason why it cannot be read", () => {
  if (!hasLiveKernel) {
    expect(() => readClock()).toThrow(/koffi|adjtimex/);
    return;
  }
  const clock = readClock();
  expect(clock.state).toBeGreaterThanOrEqual(0);
  expect(clock.state).toBeLessThanOrEqual(5);
  // The kernel refuses ticks and frequencies beyond these limits (adjtimex(2)), so wrong places in memory show.
  expect(clock.tick).toBeGreaterThanOrEqual(9000);
  expect(clock.tick).toBeLessThanOrEqual(11_000);
  expect(Math.abs(clock.freq)).toBeLessThanOrEqual(32_768_000);
  // Reading twice changes nothing.
  expect(readClock()).toMatchObject({ tick: clock.tick, constant: clock.constant, tai: clock.tai });
});
