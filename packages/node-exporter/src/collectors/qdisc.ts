import { join } from "node:path";
import { defineCollector } from "@sightglass/metrics-registry";
import { createExclusiveDeviceFilter, type DeviceFilter } from "../device-filter.ts";
import type { Host } from "../host.ts";
import { askKernel, kernelOf } from "../native/kernel-of.ts";
import { withNetlink } from "../native/netlink/connection.ts";
import { listLinkNames } from "../native/netlink/links.ts";
import { listRootQdiscs, type QdiscCounters } from "../native/netlink/qdiscs.ts";
import { parseRecordedQdiscs, type DeviceQdisc } from "../native/netlink/recorded-qdiscs.ts";
import { readRecording } from "../native/netlink/recorded.ts";
import { NETLINK_PROTOCOL } from "../native/netlink/socket.ts";
import { withVirtualDevices } from "../virtual-devices.ts";

const INCLUDE = "collector.qdisc.device-include";
const EXCLUDE = "collector.qdisc.device-exclude";
/** Counters, each a family of its own. */
const VALUES: readonly {
  readonly name: string;
  readonly type: "gauge" | "counter";
  readonly key: keyof QdiscCounters;
  readonly help: string;
}[] = [
  { name: "node_qdisc_bytes_total", type: "counter", key: "bytes", help: "Bytes that the discipline sent." },
  { name: "node_qdisc_packets_total", type: "counter", key: "packets", help: "Packets that the discipline sent." },
  { name: "node_qdisc_drops_total", type: "counter", key: "drops", help: "Packets that the discipline dropped." },
  {
    name: "node_qdisc_requeues_total",
    type: "counter",
    key: "requeues",
    help: "Packets that were taken off the queue, could not be sent, and were put back.",
  },
  {
    name: "node_qdisc_overlimits_total",
    type: "counter",
    key: "overlimits",
    help: "Packets that were held back by a limit of the discipline.",
  },
  {
    name: "node_qdisc_current_queue_length",
    type: "gauge",
    key: "queueLength",
    help: "Packets that wait in the queue.",
  },
  { name: "node_qdisc_backlog", type: "gauge", key: "backlog", help: "Bytes that wait in the queue." },
];

function readKernel(host: Host, ignored: DeviceFilter): readonly DeviceQdisc[] {
  const rows: DeviceQdisc[] = [];
  withNetlink(kernelOf(host), NETLINK_PROTOCOL.route, (connection) => {
    const qdiscs = listRootQdiscs(connection);
    const names = listLinkNames(connection);
    for (const qdisc of qdiscs) {
      const device = names.get(qdisc.deviceIndex);
      // One that is gone was removed between the two answers.
      if (device !== undefined && !ignored(device)) rows.push({ ...qdisc, device });
    }
  });
  return rows;
}

/** Queueing disciplines at the roots of network devices. Reading needs no capability. */
export const qdisc = defineCollector({
  name: "qdisc",
  help: "Traffic, drops and backlog of the queueing discipline of each network device, by rtnetlink.",
  enabledByDefault: false,
  options: {
    include: {
      flag: INCLUDE,
      type: "regex",
      default: "",
      aliases: ["collector.qdisk.device-include"],
      help: `Devices to expose; not together with --${EXCLUDE}.`,
    },
    exclude: {
      flag: EXCLUDE,
      type: "regex",
      default: "",
      aliases: ["collector.qdisk.device-exclude"],
      help: `Devices to leave out; not together with --${INCLUDE}.`,
    },
    fixtures: {
      flag: "collector.qdisc.fixtures",
      type: "string",
      default: "",
      hidden: true,
      help: "Folder with a results.json to expose in place of what the kernel says, for tests.",
    },
  },
  setup: ({ include, exclude, fixtures }, host: Host) => ({
    ignored: withVirtualDevices(createExclusiveDeviceFilter("qdisc", { include, exclude }, ""), host),
    fixtures,
  }),
  read: (host: Host, _signal, { ignored, fixtures }): readonly DeviceQdisc[] => {
    if (fixtures !== "") {
      const recorded = parseRecordedQdiscs(readRecording(join(fixtures, "results.json")));
      return recorded.filter(({ device }) => !ignored(device));
    }
    return askKernel(() => readKernel(host, ignored));
  },
  families: (family) =>
    VALUES.map(({ name, type, key, help }) =>
      family({
        name,
        type,
        labels: ["device", "kind"],
        help,
        samples: (qdiscs, emit) => {
          // By index: for each pass of a loop over an iterator, the interpreter makes an object.
          for (let at = 0; at < qdiscs.length; at += 1) {
            const one = qdiscs[at] as DeviceQdisc;
            emit(one[key], one.device, one.kind);
          }
        },
      }),
    ),
});
