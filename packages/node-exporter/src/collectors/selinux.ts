import { defineCollector } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { parseSelinuxMode } from "../sysfs/selinux-config.ts";

interface Modes {
  /** 1 enforcing, 0 permissive, -1 disabled or unknown. */
  readonly configured: number;
  readonly current: number;
}

function configuredMode(host: Host): number {
  let text: string;
  try {
    text = host.root.text("etc/selinux/config");
  } catch {
    return -1;
  }
  const mode = parseSelinuxMode(text);
  if (mode === "enforcing") return 1;
  return mode === "permissive" ? 0 : -1;
}

/**
 * SELinux is on when its file system is mounted and a policy is loaded: before that, every process still carries the
 * label `kernel`.
 */
function readModes(host: Host): Modes | undefined {
  if (!host.sys.exists("fs/selinux/enforce")) return undefined;
  if (host.proc.attribute("self/attr/current") === "kernel") return undefined;
  return { configured: configuredMode(host), current: host.sys.number("fs/selinux/enforce") ?? -1 };
}

/** Whether SELinux is enabled, and in which mode. */
export const selinux = defineCollector({
  name: "selinux",
  help: "Whether SELinux is enabled and enforcing, from /sys/fs/selinux and /etc/selinux/config.",
  enabledByDefault: true,
  read: (host: Host) => ({ modes: readModes(host) }),
  families: (family) => [
    family({
      name: "node_selinux_enabled",
      type: "gauge",
      help: "Whether SELinux is enabled on this machine (1) or not (0).",
      samples: ({ modes }, emit) => emit(modes === undefined ? 0 : 1),
    }),
    family({
      name: "node_selinux_config_mode",
      type: "gauge",
      help: "Mode that the configuration sets for the next boot: 1 enforcing, 0 permissive, -1 disabled.",
      samples: ({ modes }, emit) => {
        if (modes !== undefined) emit(modes.configured);
      },
    }),
    family({
      name: "node_selinux_current_mode",
      type: "gauge",
      help: "Mode that SELinux is in now: 1 enforcing, 0 permissive, -1 unknown.",
      samples: ({ modes }, emit) => {
        if (modes !== undefined) emit(modes.current);
      },
    }),
  ],
});
