import { hostname } from "node:os";
import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { NO_DOMAIN, unameFamily, type MachineName } from "../uname-family.ts";
import type { PortablePlatform } from "./portable-source.ts";

/**
 * Host and domain name. Systems other than Linux have no domain name of their own: node_exporter takes what follows the
 * first dot of the host name.
 */
export function splitHostName(platform: PortablePlatform, name: string): MachineName {
  const dot = platform === "linux" ? -1 : name.indexOf(".");
  return dot < 0 ? { node: name, domain: NO_DOMAIN } : { node: name.slice(0, dot), domain: name.slice(dot + 1) };
}

/** Names of the running kernel and of the machine. */
export const portableUname = (platform: PortablePlatform): CollectorDefinition<Host> =>
  defineCollector({
    name: "uname",
    help: "Kernel release, version, architecture and host name, from uname(3) or what the system has in its place.",
    enabledByDefault: true,
    read: (_host: Host) => splitHostName(platform, hostname()),
    families: (family) => [unameFamily(family)],
  });
