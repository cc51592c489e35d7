import { expect, test } from "vitest";
import { distinctMounts } from "../../src/nfs/distinct-mounts.ts";
import type { NfsMount } from "../../src/procfs/mountstats.ts";

const mount = (place: number, mountPoint: string, ...protocols: readonly string[]): NfsMount => ({
  place,
  device: "host:/x",
  mountPoint,
  ageSeconds: place,
  bytes: [],
  events: [],
  transports: protocols.map((protocol) => ({ protocol, numbers: [] })),
  operations: [],
});
const told = (...args: Parameters<typeof distinctMounts>) => {
  const { mounts, mountPoints } = distinctMounts(...args);
  return {
    mounts: mounts.map((one) => [one.mount.place, one.protocol, one.address]),
    mountPoints: mountPoints.map((one) => [one.mountPoint, one.protocol, one.address]),
  };
};

test("one export at two places is one mount", () => {
  expect(told([mount(0, "/a", "tcp"), mount(1, "/b", "tcp")], ["h", "h"])).toEqual({
    mounts: [[0, "tcp", "h"]],
    mountPoints: [
      ["/a", "tcp", "h"],
      ["/b", "tcp", "h"],
    ],
  });
});

test("other addresses and protocols are other mounts; several connections are one", () => {
  expect(
    told([mount(0, "/a", "tcp", "tcp"), mount(2, "/a", "udp"), mount(3, "/a", "tcp")], ["h", "", "h", "i"]),
  ).toEqual({
    mounts: [
      [0, "tcp", "h"],
      [2, "udp", "h"],
      [3, "tcp", "i"],
    ],
    mountPoints: [
      ["/a", "tcp", "h"],
      ["/a", "udp", "h"],
      ["/a", "tcp", "i"],
    ],
  });
});

test("a place that mountinfo does not have has no address, a mount without transports is not told of", () => {
  expect(told([mount(5, "/a", "tcp"), mount(6, "/b")], [])).toEqual({
    mounts: [[5, "tcp", ""]],
    mountPoints: [["/a", "tcp", ""]],
  });
});
