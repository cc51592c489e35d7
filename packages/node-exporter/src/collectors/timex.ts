import { defineCollector } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { askKernel, kernelOf } from "../native/kernel-of.ts";
import type { ClockReading } from "../native/read-clock.ts";

/** The state of a clock that is not synchronized (adjtimex(2)). */
const TIME_ERROR = 5;
/** Bit of the status: offset and jitter are in nanoseconds. */
const STA_NANO = 0x2000;
const MICROSECONDS = 1e6;
const NANOSECONDS = 1e9;
/** Frequencies are parts per million with 16 bits behind the point. */
const FREQUENCY_UNIT = 1_000_000 * 65_536;

const precision = ({ status }: ClockReading): number => ((status & STA_NANO) === 0 ? MICROSECONDS : NANOSECONDS);

/** Values of the clock, each a family of its own. */
const VALUES = [
  {
    name: "node_timex_sync_status",
    type: "gauge",
    help: "Whether the clock is synchronized to a reliable server (1) or not (0).",
    of: ({ state }) => (state === TIME_ERROR ? 0 : 1),
  },
  {
    name: "node_timex_offset_seconds",
    type: "gauge",
    help: "Offset of the local clock from the reference clock that the kernel still has to work off.",
    of: (clock) => clock.offset / precision(clock),
  },
  {
    name: "node_timex_frequency_adjustment_ratio",
    type: "gauge",
    help: "Factor by which the kernel corrects the frequency of the local clock.",
    of: ({ freq }) => 1 + freq / FREQUENCY_UNIT,
  },
  {
    name: "node_timex_maxerror_seconds",
    type: "gauge",
    help: "Largest error that the clock can have.",
    of: ({ maxerror }) => maxerror / MICROSECONDS,
  },
  {
    name: "node_timex_estimated_error_seconds",
    type: "gauge",
    help: "Error that the clock is estimated to have.",
    of: ({ esterror }) => esterror / MICROSECONDS,
  },
  {
    name: "node_timex_status",
    type: "gauge",
    help: "Status of the clock as one number, bit by bit as STA_ constants name them.",
    of: ({ status }) => status,
  },
  {
    name: "node_timex_loop_time_constant",
    type: "gauge",
    help: "Time constant of the phase-locked loop that steers the clock.",
    of: ({ constant }) => constant,
  },
  {
    name: "node_timex_tick_seconds",
    type: "gauge",
    help: "Time between two ticks of the clock.",
    of: ({ tick }) => tick / MICROSECONDS,
  },
  {
    name: "node_timex_pps_frequency_hertz",
    type: "gauge",
    help: "Frequency offset that a pulse-per-second source tells.",
    of: ({ ppsfreq }) => ppsfreq / FREQUENCY_UNIT,
  },
  {
    name: "node_timex_pps_jitter_seconds",
    type: "gauge",
    help: "Jitter of the pulse-per-second source.",
    of: (clock) => clock.jitter / precision(clock),
  },
  {
    // Upstream gives the exponent as it is, although the name says seconds.
    name: "node_timex_pps_shift_seconds",
    type: "gauge",
    help: "Interval between two calibrations by the pulse-per-second source, as a power of two in seconds.",
    of: ({ shift }) => shift,
  },
  {
    name: "node_timex_pps_stability_hertz",
    type: "gauge",
    help: "Average of the latest changes in frequency of the pulse-per-second source.",
    of: ({ stabil }) => stabil / FREQUENCY_UNIT,
  },
  {
    name: "node_timex_pps_jitter_total",
    type: "counter",
    help: "Pulses whose jitter was beyond the limit.",
    of: ({ jitcnt }) => jitcnt,
  },
  {
    name: "node_timex_pps_calibration_total",
    type: "counter",
    help: "Calibration intervals of the pulse-per-second source.",
    of: ({ calcnt }) => calcnt,
  },
  {
    name: "node_timex_pps_error_total",
    type: "counter",
    help: "Calibrations by the pulse-per-second source that failed.",
    of: ({ errcnt }) => errcnt,
  },
  {
    name: "node_timex_pps_stability_exceeded_total",
    type: "counter",
    help: "Calibrations in which the frequency of the pulse-per-second source wandered beyond the limit.",
    of: ({ stbcnt }) => stbcnt,
  },
  {
    name: "node_timex_tai_offset_seconds",
    type: "gauge",
    help: "Offset of International Atomic Time from UTC, as far as someone told the kernel.",
    of: ({ tai }) => tai,
  },
] as const satisfies readonly {
  readonly name: string;
  readonly type: "gauge" | "counter";
  readonly help: string;
  readonly of: (clock: ClockReading) => number;
}[];

/** The kernel's discipline of its clock. Reading needs no capability, CAP_SYS_TIME neither. */
export const timex = defineCollector({
  name: "timex",
  help: "Synchronization and discipline of the kernel's clock, by adjtimex(2).",
  enabledByDefault: true,
  isSteady: true,
  read: (host: Host) =>
    askKernel(
      kernelOf(host).readClock,
      "no capability is missing: a seccomp filter is in the way, as ProtectClock= of a systemd unit sets one",
    ),
  families: (family) =>
    VALUES.map(({ of, ...spec }) =>
      family({
        ...spec,
        samples: (clock, emit) => emit(of(clock)),
      }),
    ),
});
