import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { nfsTransport } from "../../src/procfs/nfs-transport.ts";

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

test.each([
  ["1.1", "tcp", 13, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]],
  ["1.0", "tcp", 10, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 0, 0]],
  ["1.1", "udp", 10, [1, 2, 0, 0, 0, 3, 4, 5, 6, 7, 8, 9, 10]],
  ["1.0", "udp", 7, [1, 2, 0, 0, 0, 3, 4, 5, 6, 7, 0, 0, 0]],
  ["1.1", "rdma", 20, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 0, 0]],
  ["1.1", "rdma", 28, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 0, 0]],
])("puts the numbers of version %s over %s where TCP has them", (version, protocol, count, numbers) => {
  expect(nfsTransport(version, protocol, upTo(count), 1)).toEqual({ protocol, numbers });
});

test.each([
  ["1.1", "tcp", 12],
  ["1.1", "tcp", 14],
  ["1.0", "tcp", 13],
  ["1.1", "udp", 7],
  ["1.1", "rdma", 19],
  ["1.1", "rdma", 32],
  ["1.0", "rdma", 20],
  ["1.1", "local", 13],
  ["2.0", "tcp", 13],
])("refuses version %s over %s with %d numbers", (version, protocol, count) => {
  expect(() => nfsTransport(version, protocol, upTo(count), 7)).toThrow(ParseError);
  expect(() => nfsTransport(version, protocol, upTo(count), 7)).toThrow("self/mountstats:7:");
});
