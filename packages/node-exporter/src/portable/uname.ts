import { hostname, machine, release, type, version } from "node:os";
import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import type { PortablePlatform } from "./portable-source.ts";

/** What Linux reports when no NIS domain was ever set, and node_exporter everywhere for want of a domain. */
const NO_DOMAIN = "(none)";

/**
 * Host and domain name. Systems other than Linux have no domain name of their own: node_exporter takes what follows the
 * first dot of the host name.
 */
export function splitHostName(platform: PortablePlatform, name: string): readonly [node: string, domain: string] {
  const dot = platform === "linux" ? -1 : name.indexOf(".");
  return dot < 0 ? [name, NO_DOMAIN] : [name.slice(0, dot), name.slice(dot + 1)];
}

/** Names of the running kernel and of the machine. */
export const portableUname = (platform: PortablePlatform): CollectorDefinition<Host> =>
  defineCollector({
    name: "uname",
    help: "Kernel release, version, architecture and host name, from uname(3) or what the system has in its place.",
    enabledByDefault: true,
    read: (_host: Host) => splitHostName(platform, hostname()),
    families: (family) => [
      family({
        name: "node_uname_info",
        type: "gauge",
        labels: ["sysname", "release", "version", "machine", "nodename", "domainname"],
        help: "Identity of the running kernel and of this machine as labels; the value is always 1.",
        samples: ([node, domain], emit) => emit(1, type(), release(), version(), machine(), node, domain),
      }),
    ],
  });
