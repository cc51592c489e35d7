import { hostname, machine, release, type, version } from "node:os";
import { defineCollector } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";

/** What the kernel reports when no NIS domain was ever set. */
const NO_DOMAIN = "(none)";

/** Names of the running kernel and of the machine, as uname(2) gives them. */
export const uname = defineCollector({
  name: "uname",
  help: "Kernel release, version, architecture and host name, from uname(2) and /proc/sys/kernel/domainname.",
  enabledByDefault: true,
  read: (host: Host) => host.proc.attribute("sys/kernel/domainname") ?? NO_DOMAIN,
  families: (family) => [
    family({
      name: "node_uname_info",
      type: "gauge",
      labels: ["sysname", "release", "version", "machine", "nodename", "domainname"],
      help: "Identity of the running kernel and of this machine as labels; the value is always 1.",
      samples: (domainname, emit) => emit(1, type(), release(), version(), machine(), hostname(), domainname),
    }),
  ],
});
