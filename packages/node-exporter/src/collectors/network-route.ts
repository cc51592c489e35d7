import { defineCollector } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { kernelOf, refusalOf } from "../native/kernel-of.ts";
import { withNetlink } from "../native/netlink/connection.ts";
import { listLinkNames } from "../native/netlink/links.ts";
import { listRoutes, type NextHop, type Route } from "../native/netlink/routes.ts";
import { NETLINK_PROTOCOL } from "../native/netlink/socket.ts";

/** Who made a route, by number (linux/rtnetlink.h). */
const PROTOCOLS: Readonly<Record<number, string>> = {
  0: "unspec",
  1: "redirect",
  2: "kernel",
  3: "boot",
  4: "static",
  8: "gated",
  9: "ra",
  10: "mrt",
  11: "zebra",
  12: "bird",
  13: "dnrouted",
  14: "xorp",
  15: "ntk",
  16: "dhcp",
  17: "mrouted",
  42: "babel",
  186: "bgp",
  187: "isis",
  188: "ospf",
  189: "rip",
  192: "eigrp",
};

/** One way of one route, as label values. */
interface RouteRow {
  readonly device: string;
  readonly source: string;
  readonly destination: string;
  readonly gateway: string;
  readonly priority: string;
  readonly protocol: string;
  readonly weight: string;
}

function rowOf(route: Route, { deviceIndex, gateway, weight }: NextHop, names: ReadonlyMap<number, string>): RouteRow {
  return {
    // A route through a nexthop group or a tunnel has no device of its own.
    device: names.get(deviceIndex) ?? "",
    source: route.source,
    destination: route.destination,
    gateway,
    priority: String(route.priority),
    protocol: PROTOCOLS[route.protocol] ?? "unknown",
    weight: weight === undefined ? "" : String(weight),
  };
}

async function readRoutes(host: Host, signal: AbortSignal): Promise<readonly RouteRow[]> {
  const kernel = kernelOf(host);
  try {
    const names = withNetlink(kernel, NETLINK_PROTOCOL.route, listLinkNames);
    const rowsOf = (route: Route): readonly RouteRow[] => route.hops.map((hop) => rowOf(route, hop, names));
    return (await listRoutes(kernel, rowsOf, signal)).flat();
  } catch (error) {
    throw refusalOf(error);
  }
}

/** Unicast routes of all tables. Reading needs no capability. */
export const networkRoute = defineCollector({
  name: "network_route",
  help: "Unicast routes of all routing tables, by rtnetlink.",
  enabledByDefault: false,
  isSteady: true,
  read: readRoutes,
  families: (family) => [
    family({
      name: "node_network_route_info",
      type: "gauge",
      labels: ["device", "src", "dest", "gw", "priority", "proto", "weight"],
      help: "Device, addresses, priority and origin of the route as labels; the value is always 1.",
      samples: (rows, emit) => {
        // By index: for each pass of a loop over an iterator, the interpreter makes an object.
        for (let at = 0; at < rows.length; at += 1) {
          const { device, source, destination, gateway, priority, protocol, weight } = rows[at] as RouteRow;
          emit(1, device, source, destination, gateway, priority, protocol, weight);
        }
      },
    }),
    family({
      name: "node_network_routes",
      type: "gauge",
      labels: ["device"],
      help: "Routes by network device; one with several ways counts for each.",
      samples: (rows, emit) => {
        const counts = new Map<string, number>();
        for (let at = 0; at < rows.length; at += 1) {
          const { device } = rows[at] as RouteRow;
          counts.set(device, (counts.get(device) ?? 0) + 1);
        }
        for (const [device, count] of counts) emit(count, device);
      },
    }),
  ],
});
