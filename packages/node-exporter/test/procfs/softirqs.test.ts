import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseSoftirqs } from "../../src/procfs/softirqs.ts";
import { parseProblems } from "../support/parse-problems.ts";

const HEADING = "                    CPU0       CPU1       \n";
const TEXT = `${HEADING}          HI:          7          1\n      NET_RX:      43066     104508\n         RCU:     155929     146631\n`;

test("takes a count for each CPU", () => {
  expect(parseSoftirqs(TEXT)).toEqual([
    { type: "HI", counts: [7, 1] },
    { type: "NET_RX", counts: [43_066, 104_508] },
    { type: "RCU", counts: [155_929, 146_631] },
  ]);
});

test("takes the kernel's ten vectors, in its order whatever the text's, and no other", () => {
  const names = ["RCU", "HRTIMER", "SCHED", "TASKLET", "IRQ_POLL", "BLOCK", "NET_RX", "NET_TX", "TIMER", "HI"];
  const text = `${HEADING}${[...names, "OTHER"].map((name, at) => `${name}: ${at} 0\n`).join("")}`;
  expect(parseSoftirqs(text).map(({ type, counts }) => [type, counts[0]])).toEqual(
    names.map((name, at) => [name, at]).toReversed(),
  );
});

test("rows may have more or fewer counts than the heading has CPUs; one without is left out", () => {
  expect(parseSoftirqs(`${HEADING}HI: 1 2 3\nTIMER: 4\nSCHED:\n`)).toEqual([
    { type: "HI", counts: [1, 2, 3] },
    { type: "TIMER", counts: [4] },
  ]);
});

test("keeps up with a heading that changes", () => {
  expect(parseSoftirqs(TEXT)[0]?.counts).toEqual([7, 1]);
  expect(parseSoftirqs("CPU0\nHI: 5\n")[0]?.counts).toEqual([5]);
  expect(parseSoftirqs(TEXT)[0]?.counts).toEqual([7, 1]);
});

test.each([256, 1024, 4096])("takes the counts of %i CPUs", (cpus) => {
  const heading = Array.from({ length: cpus }, (_, cpu) => `CPU${cpu}`).join(" ");
  const counts = Array.from({ length: cpus }, (_, cpu) => cpu * 1_000_003);
  expect(parseSoftirqs(`${heading}\nTIMER: ${counts.join(" ")}\n`)).toEqual([{ type: "TIMER", counts }]);
});

test.each([
  ["empty", "", "softirqs: expected a heading, found nothing"],
  ["malformed", `${HEADING}HI: 1 x\n`, 'softirqs:2: expected an integer, found "x"'],
  ["with a negative count", `${HEADING}TIMER: 1 1\nHI: 1 -1\n`, 'softirqs:3: expected an integer, found "-1"'],
])("refuses a text %s", (_what, text, message) => {
  expect(() => parseSoftirqs(text)).toThrow(ParseError);
  expect(() => parseSoftirqs(text)).toThrow(message);
});

test("a truncated text has what its lines have", () => {
  expect(parseSoftirqs(TEXT.slice(0, TEXT.indexOf("104508") + 3))[1]).toEqual({
    type: "NET_RX",
    counts: [43_066, 104],
  });
});

test("throws nothing but ParseError", () => {
  expect(parseProblems(TEXT, parseSoftirqs)).toEqual([]);
});
