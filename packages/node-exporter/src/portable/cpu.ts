import { cpus, type CpuInfo } from "node:os";
import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { indexLabels } from "../index-labels.ts";
import type { PortablePlatform } from "./portable-source.ts";

/** Node's name of a mode, and node_exporter's on that platform. */
type Mode = readonly [keyof CpuInfo["times"], string];

const USER: Mode = ["user", "user"];
const NICE: Mode = ["nice", "nice"];
const SYSTEM: Mode = ["sys", "system"];
const IDLE: Mode = ["idle", "idle"];

/**
 * Modes by platform. Windows knows no nice time, and counts the time of interrupts within that of the system; macOS does
 * not tell it. Linux has more modes (iowait, softirq, steal) than Node passes on.
 */
const MODES: Readonly<Record<PortablePlatform, readonly Mode[]>> = {
  darwin: [USER, NICE, SYSTEM, IDLE],
  freebsd: [USER, NICE, SYSTEM, ["irq", "interrupt"], IDLE],
  linux: [USER, NICE, SYSTEM, IDLE, ["irq", "irq"]],
  windows: [USER, SYSTEM, IDLE],
};

/** Time of one CPU in one mode. */
export interface CpuMode {
  readonly cpu: string;
  readonly mode: string;
  readonly seconds: number;
}

/** Times of all CPUs in a platform's modes, from what `os.cpus()` gives: milliseconds since the start. */
export function cpuModes(platform: PortablePlatform, infos: readonly CpuInfo[]): readonly CpuMode[] {
  const labels = indexLabels(infos.length);
  return infos.flatMap(({ times }, index) =>
    MODES[platform].map(([key, mode]) => ({ cpu: labels[index] as string, mode, seconds: times[key] / 1000 })),
  );
}

/** Time of each CPU by mode. */
export const portableCpu = (platform: PortablePlatform): CollectorDefinition<Host> =>
  defineCollector({
    name: "cpu",
    help: "Time by CPU and mode, from Node's own reading of the operating system.",
    enabledByDefault: true,
    read: (_host: Host) => cpuModes(platform, cpus()),
    families: (family) => [
      family({
        name: "node_cpu_seconds_total",
        type: "counter",
        labels: ["cpu", "mode"],
        help: "Time that each CPU spent in each mode.",
        samples: (modes, emit) => {
          for (const { cpu, mode, seconds } of modes) emit(seconds, cpu, mode);
        },
      }),
    ],
  });
