import { defineCollector } from "@sightglass/metrics-registry";
import { createBusClient, type BusClient, type BusTarget } from "../dbus/bus-client.ts";
import type { Host } from "../host.ts";
import { createSystemdReader, UNIT_STATES, type SystemdData } from "../systemd/read-systemd.ts";
import { createUnitFilter, DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from "../systemd/unit-filter.ts";
import { UNIT_NUMBERS } from "../systemd/unit-numbers.ts";
import type { UnitReading } from "../systemd/unit-properties.ts";

interface SystemdState {
  readonly client: BusClient;
  readonly readFrom: ReturnType<typeof createSystemdReader>;
}

/** As upstream connects: root falls back to systemd's own socket when there is no bus. */
function targetsOf({ bus }: Host, isPrivate: boolean): readonly BusTarget[] {
  const own: BusTarget = { address: bus.systemdPrivate, isBus: false };
  if (isPrivate) return [own];
  const system: BusTarget = { address: bus.system, isBus: true };
  return process.geteuid?.() === 0 ? [system, own] : [system];
}

/** State of systemd and its units, over D-Bus. */
export const systemd = defineCollector({
  name: "systemd",
  help: "State of systemd and of its units, over D-Bus.",
  enabledByDefault: false,
  options: {
    include: {
      flag: "collector.systemd.unit-include",
      type: "regex",
      default: DEFAULT_INCLUDE,
      anchored: true,
      help: "Units to expose, by their whole name; those that the exclude pattern matches are left out all the same.",
    },
    exclude: {
      flag: "collector.systemd.unit-exclude",
      type: "regex",
      default: DEFAULT_EXCLUDE,
      anchored: true,
      help: "Units to leave out, by their whole name, although the include pattern matches them.",
    },
    oldInclude: {
      flag: "collector.systemd.unit-whitelist",
      type: "regex",
      default: "",
      anchored: true,
      hidden: true,
      help: "Old name of --collector.systemd.unit-include.",
    },
    oldExclude: {
      flag: "collector.systemd.unit-blacklist",
      type: "regex",
      default: "",
      anchored: true,
      hidden: true,
      help: "Old name of --collector.systemd.unit-exclude.",
    },
    tasks: {
      flag: "collector.systemd.enable-task-metrics",
      type: "boolean",
      default: false,
      help: "Expose how many tasks each service has and may have.",
    },
    restarts: {
      flag: "collector.systemd.enable-restarts-metrics",
      type: "boolean",
      default: false,
      help: "Expose how often each service was started again.",
    },
    startTime: {
      flag: "collector.systemd.enable-start-time-metrics",
      type: "boolean",
      default: false,
      help: "Expose since when each unit is active.",
    },
    isPrivate: {
      flag: "collector.systemd.private",
      type: "boolean",
      default: false,
      hidden: true,
      help: "Talk to systemd's own socket and not over the message bus; root only.",
    },
  },
  setup: ({ isPrivate, tasks, restarts, startTime, ...patterns }, host: Host): SystemdState => ({
    client: createBusClient(targetsOf(host, isPrivate)),
    readFrom: createSystemdReader({
      isWanted: createUnitFilter(patterns, (message) => host.warn?.(message, { collector: "systemd" })),
      wanted: { tasks, restarts, startTime },
    }),
  }),
  read: async (_host: Host, signal, state): Promise<SystemdData> => {
    const data = await state.client.withConnection(signal, state.readFrom);
    if (data instanceof Error) throw data;
    return data;
  },
  families: (family) => [
    family({
      name: "node_systemd_unit_state",
      type: "gauge",
      labels: ["name", "state", "type"],
      help: "Whether the unit is in the state (1) or in another (0).",
      samples: ({ units }, emit) => {
        for (let at = 0; at < units.length; at += 1) {
          const { name, activeState, type } = units[at] as UnitReading;
          for (let index = 0; index < UNIT_STATES.length; index += 1) {
            const state = UNIT_STATES[index] as string;
            emit(state === activeState ? 1 : 0, name, state, type);
          }
        }
      },
    }),
    ...UNIT_NUMBERS.map(({ of, ...spec }) =>
      family({
        ...spec,
        labels: ["name"],
        samples: ({ units }, emit) => {
          for (let at = 0; at < units.length; at += 1) {
            const unit = units[at] as UnitReading;
            const value = unit[of];
            if (value !== undefined) emit(value, unit.name);
          }
        },
      }),
    ),
    family({
      name: "node_systemd_system_running",
      type: "gauge",
      help: "Whether the system is up and no unit has failed, as `systemctl is-system-running` tells.",
      samples: ({ isRunning }, emit) => {
        if (isRunning !== undefined) emit(isRunning ? 1 : 0);
      },
    }),
    family({
      name: "node_systemd_units",
      type: "gauge",
      labels: ["state"],
      help: "Units in each state, those without series of their own included.",
      samples: ({ summary }, emit) => {
        for (const [state, count] of summary) emit(count, state);
      },
    }),
    family({
      name: "node_systemd_version",
      type: "gauge",
      labels: ["version"],
      help: "Version of systemd as a number, and whole in the label.",
      samples: ({ manager }, emit) => emit(manager.version, manager.versionText),
    }),
    family({
      name: "node_systemd_virtualization_info",
      type: "gauge",
      labels: ["virtualization_type"],
      help: "Kind of virtual machine or container that systemd runs in; the value is always 1.",
      samples: ({ manager }, emit) => emit(1, manager.virtualization),
    }),
  ],
});
