import { expect, test } from "vitest";
import { insertCollector } from "./insert-collector.ts";

const LIST = `import type { Host } from "../host.ts";
import { arp } from "./arp.ts";
import { kernelHung } from "./kernel-hung.ts";
import { time } from "./time.ts";

/** Sorted. */
export const collectors: readonly CollectorDefinition<Host>[] = [
  arp,
  kernelHung,
  time,
];
`;

test.each([
  ["aaa", "aaa", "aaa arp kernelHung time"],
  ["kernelAlive", "kernel-alive", "arp kernelAlive kernelHung time"],
  ["loadavg", "loadavg", "arp kernelHung loadavg time"],
  ["zone", "zone", "arp kernelHung time zone"],
])("%s goes where it sorts", (identifier, path, order) => {
  const lines = insertCollector(LIST, identifier, path).split("\n");
  expect(lines.filter((line) => line.startsWith("  ")).map((line) => line.slice(2, -1))).toEqual(order.split(" "));
  expect(lines.filter((line) => line.includes('"./')).map((line) => /\{ (\w+) \}/.exec(line)?.[1])).toEqual(
    order.split(" "),
  );
  expect(lines).toHaveLength(LIST.split("\n").length + 2);
  expect(lines[0]).toBe('import type { Host } from "../host.ts";');
});

test("a list in another form is refused", () => {
  expect(() => insertCollector("export default [];\n", "a", "a")).toThrow("no imports or no entries");
});
