import { hostname } from "node:os";
import { defineCollector } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { NO_DOMAIN, unameFamily, type MachineName } from "../uname-family.ts";

/** Names of the running kernel and of the machine, as uname(2) gives them. */
export const uname = defineCollector({
  name: "uname",
  help: "Kernel release, version, architecture and host name, from uname(2) and /proc/sys/kernel/domainname.",
  enabledByDefault: true,
  read: (host: Host): MachineName => ({
    node: hostname(),
    domain: host.proc.attribute("sys/kernel/domainname") ?? NO_DOMAIN,
  }),
  families: (family) => [unameFamily(family)],
});
