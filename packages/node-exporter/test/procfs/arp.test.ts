import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseArp } from "../../src/procfs/arp.ts";

const HEADER = "IP address       HW type     Flags       HW address            Mask     Device\n";

test("counts entries by device, complete or not", () => {
  const text = `${HEADER}192.168.1.1      0x1         0x2         cc:aa:dd:ee:aa:bb     *        eth1
192.168.1.2      0x1         0x0         00:00:00:00:00:00     *        eth0
192.168.1.3      0x1         0x2         aa:bb:cc:dd:ee:ff     *        eth1
`;
  expect([...parseArp(text)]).toEqual([
    ["eth1", 2],
    ["eth0", 1],
  ]);
});

test("a table with its header alone is empty", () => {
  expect(parseArp(HEADER).size).toBe(0);
});

test.each([
  ["malformed", `${HEADER}192.168.1.1 0x1 0x2 cc:aa:dd:ee:aa:bb * eth0 extra\n`],
  ["truncated", `${HEADER}192.168.1.1      0x1`],
])("refuses a %s text", (_what, text) => {
  expect(() => parseArp(text)).toThrow(ParseError);
});
