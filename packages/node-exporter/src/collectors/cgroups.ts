import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { orNoData } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { parseCgroups } from "../procfs/cgroups.ts";

export const cgroups: CollectorDefinition<Host> = defineCollector({
  name: "cgroups",
  help: "Control groups of each resource controller, from /proc/cgroups.",
  enabledByDefault: false,
  isSteady: true,
  read: (host: Host) =>
    parseCgroups(orNoData(() => host.proc.hot("cgroups"), "the kernel has no control groups: /proc/cgroups is absent")),
  families: (family) => [
    family({
      name: "node_cgroups_cgroups",
      type: "gauge",
      labels: ["subsys_name"],
      help: "Control groups that use the controller.",
      samples: (controllers, emit) => {
        for (const { name, groups } of controllers) emit(groups, name);
      },
    }),
    family({
      name: "node_cgroups_enabled",
      type: "gauge",
      labels: ["subsys_name"],
      help: "Whether the controller is enabled: 1, or 0 when a boot parameter disabled it.",
      samples: (controllers, emit) => {
        for (const { name, enabled } of controllers) emit(enabled, name);
      },
    }),
  ],
});
