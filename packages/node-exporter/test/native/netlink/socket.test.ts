import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { withNetlink } from "../../../src/native/netlink/connection.ts";
import { listLinkNames, listLinks } from "../../../src/native/netlink/links.ts";
import { NETLINK_PROTOCOL, openNetlinkSocket } from "../../../src/native/netlink/socket.ts";
import { runningKernel } from "../../../src/native/kernel.ts";
import { hasLiveKernel } from "../../support/live-kernel.ts";

const descriptors = (): number => readdirSync("/proc/self/fd").length;

test("the running kernel's devices, or the reason why they cannot be listed", () => {
  const list = () => withNetlink(runningKernel, NETLINK_PROTOCOL.route, (connection) => listLinks(connection, true));
  if (!hasLiveKernel) {
    expect(list).toThrow(/koffi|netlink/);
    return;
  }
  const before = descriptors();
  const links = list();
  expect(links.find(({ name }) => name === "lo")).toMatchObject({ index: 1, type: 772 });
  const names = withNetlink(runningKernel, NETLINK_PROTOCOL.route, listLinkNames);
  expect(links.map(({ index, name }) => [index, name])).toEqual([...names]);
  expect(descriptors()).toBe(before);
});

test("a socket on which nothing comes is waited for as long as was asked, and no longer", () => {
  if (!hasLiveKernel) {
    expect(() => openNetlinkSocket(NETLINK_PROTOCOL.route)).toThrow(/koffi|netlink/);
    return;
  }
  const socket = openNetlinkSocket(NETLINK_PROTOCOL.route);
  try {
    const start = performance.now();
    expect(socket.receive(30)).toBeUndefined();
    const waited = performance.now() - start;
    expect(waited).toBeGreaterThanOrEqual(29);
    expect(waited).toBeLessThan(5000);
  } finally {
    socket.close();
  }
});

test("a protocol that no kernel has is unsupported", () => {
  expect(() => openNetlinkSocket(31)).toThrow(
    expect.objectContaining({
      name: process.platform === "linux" ? "UnsupportedError" : (expect.any(String) as string),
    }) as Error,
  );
});
