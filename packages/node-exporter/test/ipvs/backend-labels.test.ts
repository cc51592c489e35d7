import { expect, test } from "vitest";
import { ALL_BACKEND_LABELS, selectBackendLabels, sumBackends } from "../../src/ipvs/backend-labels.ts";

const backend = {
  localAddress: "192.0.2.1",
  localPort: "80",
  localMark: "",
  remoteAddress: "192.0.2.2",
  remotePort: "8080",
  protocol: "TCP",
  weight: 1,
  activeConnections: 2,
  inactiveConnections: 3,
};

test("the default is node_exporter's list", () => {
  expect(ALL_BACKEND_LABELS).toBe("local_address,local_port,remote_address,remote_port,proto,local_mark");
  expect(selectBackendLabels(ALL_BACKEND_LABELS)).toHaveLength(6);
});

test("labels are taken once, in the order of all, and empty ones not at all", () => {
  expect(selectBackendLabels("proto,,local_port,proto,").map(([label]) => label)).toEqual(["local_port", "proto"]);
  expect(selectBackendLabels("")).toEqual([]);
});

test("sums backends whose labels have the same values", () => {
  const other = { ...backend, remotePort: "9090", weight: 10 };
  expect(sumBackends([backend, other], selectBackendLabels("proto"))).toEqual([
    { labels: [["proto", "TCP"]], weight: 11, activeConnections: 4, inactiveConnections: 6 },
  ]);
  expect(sumBackends([backend, other], selectBackendLabels("remote_port")).map(({ weight }) => weight)).toEqual([
    1, 10,
  ]);
  expect(sumBackends([], selectBackendLabels(""))).toEqual([]);
});
