import { machine, release, type, version } from "node:os";
import type { FamilyBuilder, StaticFamily } from "@sightglass/metrics-registry";

/** What Linux reports when no NIS domain was ever set, and node_exporter everywhere for want of a domain. */
export const NO_DOMAIN = "(none)";

/** Names that this machine has in its network. */
export interface MachineName {
  readonly node: string;
  readonly domain: string;
}

/** The one family of uname; the kernel's own names are asked when it is read. */
export function unameFamily(family: FamilyBuilder<MachineName>): StaticFamily<MachineName> {
  return family({
    name: "node_uname_info",
    type: "gauge",
    labels: ["sysname", "release", "version", "machine", "nodename", "domainname"],
    help: "Identity of the running kernel and of this machine as labels; the value is always 1.",
    samples: ({ node, domain }, emit) => emit(1, type(), release(), version(), machine(), node, domain),
  });
}
