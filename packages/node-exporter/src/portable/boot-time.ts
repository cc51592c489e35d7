import { uptime } from "node:os";
import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import type { PortablePlatform } from "./portable-source.ts";

/** Two clocks are read one after the other, so the difference moves; a machine does not start twice in that time. */
const SAME_BOOT_SECONDS = 2;

/** Keeps a moment as it was first seen, until it is another one. */
export function createSteadyMoment(): (seconds: number) => number {
  let kept = Number.NaN;
  return (seconds) => {
    if (!(Math.abs(seconds - kept) < SAME_BOOT_SECONDS)) kept = seconds;
    return kept;
  };
}

/** When the machine was started. node_exporter has it in its collector `stat` on Linux, and in `boottime` elsewhere. */
export const portableBootTime = (platform: PortablePlatform): CollectorDefinition<Host> =>
  defineCollector({
    name: platform === "linux" ? "stat" : "boottime",
    help: "When the machine was started, from its clock and uptime.",
    enabledByDefault: true,
    setup: (_options, _host: Host) => createSteadyMoment(),
    read: (host: Host, _signal, steady) => steady(host.now() - uptime()),
    families: (family) => [
      family({
        name: "node_boot_time_seconds",
        type: "gauge",
        help: "Unix time at which the machine was started.",
        samples: (seconds, emit) => emit(seconds),
      }),
    ],
  });
