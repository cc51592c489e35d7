import { defineCollector } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { listClass } from "../list-class.ts";

interface Watchdog {
  readonly name: string;
  /** By position in NUMBERS. */
  readonly numbers: readonly (number | undefined)[];
  readonly options: string;
  readonly identity: string;
  readonly state: string;
  readonly status: string;
  readonly pretimeoutGovernor: string;
}

const CLASS = "class/watchdog";

/** Numeric attributes, each a family of its own; which of them exist depends on the driver. */
const NUMBERS = [
  {
    name: "node_watchdog_bootstatus",
    attribute: "bootstatus",
    help: "Status bits of the watchdog at boot, which tell whether it caused the last reset.",
  },
  {
    name: "node_watchdog_fw_version",
    attribute: "fw_version",
    help: "Firmware version that the watchdog device reports.",
  },
  {
    name: "node_watchdog_nowayout",
    attribute: "nowayout",
    help: "Whether the watchdog cannot be stopped once it was started (1) or can (0).",
  },
  {
    name: "node_watchdog_timeleft_seconds",
    attribute: "timeleft",
    help: "Seconds left until the watchdog resets the machine unless it is fed.",
  },
  {
    name: "node_watchdog_timeout_seconds",
    attribute: "timeout",
    help: "Seconds without a feed after which the watchdog resets the machine.",
  },
  {
    name: "node_watchdog_pretimeout_seconds",
    attribute: "pretimeout",
    help: "Seconds before the timeout at which the pretimeout governor acts.",
  },
  {
    name: "node_watchdog_access_cs0",
    attribute: "access_cs0",
    help: "Whether the device booted from its alternate chip select, on hardware that has one.",
  },
] as const;

function readWatchdog({ sys }: Host, name: string): Watchdog {
  const folder = `${CLASS}/${name}`;
  return {
    name,
    numbers: NUMBERS.map(({ attribute }) => sys.number(`${folder}/${attribute}`)),
    options: sys.attribute(`${folder}/options`) ?? "",
    identity: sys.attribute(`${folder}/identity`) ?? "",
    state: sys.attribute(`${folder}/state`) ?? "",
    status: sys.attribute(`${folder}/status`) ?? "",
    pretimeoutGovernor: sys.attribute(`${folder}/pretimeout_governor`) ?? "",
  };
}

/** Hardware and software watchdog timers. */
export const watchdog = defineCollector({
  name: "watchdog",
  help: "State and time limits of watchdog timers, from /sys/class/watchdog.",
  enabledByDefault: true,
  isSteady: true,
  read: (host: Host) => listClass(host.sys, CLASS).map((name) => readWatchdog(host, name)),
  families: (family) => [
    ...NUMBERS.map(({ name, help }, index) =>
      family({
        name,
        type: "gauge",
        labels: ["name"],
        help,
        samples: (watchdogs, emit) => {
          for (const { name: watchdogName, numbers } of watchdogs) {
            const value = numbers[index];
            if (value !== undefined) emit(value, watchdogName);
          }
        },
      }),
    ),
    family({
      name: "node_watchdog_info",
      type: "gauge",
      labels: ["name", "options", "identity", "state", "status", "pretimeout_governor"],
      help: "Identity, capabilities and state of the watchdog as labels; the value is always 1.",
      samples: (watchdogs, emit) => {
        for (const { name, options, identity, state, status, pretimeoutGovernor } of watchdogs) {
          emit(1, name, options, identity, state, status, pretimeoutGovernor);
        }
      },
    }),
  ],
});
