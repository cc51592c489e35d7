import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { FileTree } from "../file-tree.ts";
import type { Host } from "../host.ts";
import { listClass } from "../list-class.ts";
import { requiredAttribute } from "../required-attribute.ts";

interface Controller {
  readonly name: string;
  readonly transport: string;
  readonly state: string;
}

interface Subsystem {
  readonly name: string;
  readonly nqn: string;
  readonly model: string;
  readonly serial: string;
  readonly ioPolicy: string;
  readonly controllers: readonly Controller[];
  readonly namespaces: readonly string[];
}

const CLASS = "class/nvme-subsystem";
const SUBSYSTEM = "nvme-subsys";
const CONTROLLER = /^nvme\d+$/;
const NAMESPACE = /^nvme\d+n\d+$/;

const UNKNOWN = "unknown";
/** States of a controller (nvme_sysfs_show_state in the kernel) as label values; any other is unknown. */
const STATES = ["connecting", "dead", "deleting", "live", "new", "resetting", UNKNOWN] as const;

/** A controller that is deleted has two states for the kernel and one here, as in node_exporter. */
function labelOf(state: string): string {
  if (state === "deleting (no IO)") return "deleting";
  return STATES.some((one) => one === state) ? state : UNKNOWN;
}

function readSubsystem(sys: FileTree, name: string): Subsystem {
  const folder = `${CLASS}/${name}`;
  const controllers: Controller[] = [];
  const namespaces: string[] = [];
  for (const entry of sys.list(folder)) {
    if (NAMESPACE.test(entry)) namespaces.push(entry);
    if (!CONTROLLER.test(entry)) continue;
    controllers.push({
      name: entry,
      transport: requiredAttribute(sys, `${folder}/${entry}/transport`),
      state: labelOf(requiredAttribute(sys, `${folder}/${entry}/state`)),
    });
  }
  return {
    name,
    nqn: requiredAttribute(sys, `${folder}/subsysnqn`),
    model: requiredAttribute(sys, `${folder}/model`),
    serial: requiredAttribute(sys, `${folder}/serial`),
    ioPolicy: requiredAttribute(sys, `${folder}/iopolicy`),
    controllers,
    namespaces,
  };
}

/** NVMe subsystems and the paths that lead to them. */
export const nvmesubsystem: CollectorDefinition<Host> = defineCollector({
  name: "nvmesubsystem",
  help: "NVMe subsystems, their namespaces and the state of their paths, from /sys/class/nvme-subsystem.",
  enabledByDefault: false,
  isSteady: true,
  onFailure: "drop",
  read: ({ sys }: Host) =>
    listClass(sys, CLASS)
      .filter((name) => name.startsWith(SUBSYSTEM))
      .map((name) => readSubsystem(sys, name)),
  families: (family) => [
    family({
      name: "node_nvmesubsystem_info",
      type: "gauge",
      labels: ["subsystem", "nqn", "model", "serial", "iopolicy"],
      help: "Identity and multipath policy of the subsystem as labels; the value is always 1.",
      samples: (subsystems, emit) => {
        for (const { name, nqn, model, serial, ioPolicy } of subsystems) emit(1, name, nqn, model, serial, ioPolicy);
      },
    }),
    family({
      name: "node_nvmesubsystem_namespace_info",
      type: "gauge",
      labels: ["subsystem", "device"],
      help: "Block device of a namespace and the subsystem that it belongs to as labels; the value is always 1.",
      samples: (subsystems, emit) => {
        for (const { name, namespaces } of subsystems) for (const device of namespaces) emit(1, name, device);
      },
    }),
    family({
      name: "node_nvmesubsystem_paths",
      type: "gauge",
      labels: ["subsystem"],
      help: "Controllers through which the subsystem can be reached, whatever their state.",
      samples: (subsystems, emit) => {
        for (const { name, controllers } of subsystems) emit(controllers.length, name);
      },
    }),
    family({
      name: "node_nvmesubsystem_paths_live",
      type: "gauge",
      labels: ["subsystem"],
      help: "Controllers of the subsystem that are in the state live.",
      samples: (subsystems, emit) => {
        for (const { name, controllers } of subsystems) {
          let live = 0;
          for (const { state } of controllers) if (state === "live") live += 1;
          emit(live, name);
        }
      },
    }),
    family({
      name: "node_nvmesubsystem_path_state",
      type: "gauge",
      labels: ["subsystem", "controller", "transport", "state"],
      help: "Whether the controller is in the state of the label (1) or in another (0).",
      samples: (subsystems, emit) => {
        for (const { name, controllers } of subsystems) {
          for (const controller of controllers) {
            for (const state of STATES) {
              emit(state === controller.state ? 1 : 0, name, controller.name, controller.transport, state);
            }
          }
        }
      },
    }),
  ],
});
