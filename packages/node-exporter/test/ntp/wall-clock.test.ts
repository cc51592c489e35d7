import { expect, test } from "vitest";
import { wallClockLead } from "../../src/ntp/wall-clock.ts";

test("with the monotonic clock gives the time of day, finer than a millisecond", () => {
  const leads = Array.from({ length: 9 }, wallClockLead).toSorted((one, other) => Number(one - other));
  // One that was held up by other programs may be off; the middle ones agree.
  expect(Number((leads[6] as bigint) - (leads[2] as bigint))).toBeLessThan(1_000_000);
  const before = Date.now();
  const now = Number((wallClockLead() + process.hrtime.bigint()) / 1_000_000n);
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now() + 1);
});
