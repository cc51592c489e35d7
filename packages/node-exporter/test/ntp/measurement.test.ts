import { expect, test } from "vitest";
import { measure, type NtpMeasurement } from "../../src/ntp/measurement.ts";
import { ntpTime } from "../../src/ntp/packet.ts";

const MILLI = 1_000_000n;
const AT = 1_700_000_000_000n * MILLI;

/** Four times in milliseconds after one moment: our question, its arrival, the answer, its arrival. */
function measured(sent: bigint, received: bigint, answered: bigint, arrived: bigint): NtpMeasurement {
  return measure({
    packet: {
      leap: 0,
      mode: 4,
      stratum: 1,
      rootDelay: 65_536,
      rootDispersion: 32_768,
      referenceTime: ntpTime(AT),
      originTime: 1n,
      receiveTime: ntpTime(AT + received * MILLI),
      transmitTime: ntpTime(AT + answered * MILLI),
    },
    sentAt: AT + sent * MILLI,
    receivedAt: AT + arrived * MILLI,
  });
}

/** In whole milliseconds, as NTP's fractions are not. */
const rounded = (span: bigint): number => Math.round(Number(span) / 1e6);

test.each<[string, readonly [bigint, bigint, bigint, bigint], readonly [number, number, number]]>([
  ["clocks agree", [0n, 10n, 15n, 25n], [20, 0, 0]],
  ["the server is a second ahead", [0n, 1010n, 1015n, 25n], [20, 1000, 990]],
  ["the server is a second behind", [0n, -990n, -985n, 25n], [20, -1000, 990]],
  ["the server took longer than all", [0n, 0n, 30n, 25n], [0, 3, 5]],
])("%s", (_what, times, [rtt, offset, minError]) => {
  const found = measured(...times);
  expect([rounded(found.rtt), rounded(found.offset), rounded(found.minError)]).toEqual([rtt, offset, minError]);
});

test("the distance is half of both ways and the dispersion", () => {
  const { rtt, rootDelay, rootDispersion, rootDistance } = measured(0n, 10n, 15n, 25n);
  expect([rootDelay, rootDispersion]).toEqual([1_000_000_000n, 500_000_000n]);
  expect(rootDistance).toBe((rtt + rootDelay) / 2n + rootDispersion);
  expect(rounded(rootDistance)).toBe(1010);
});
