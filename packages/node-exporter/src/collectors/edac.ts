import { defineCollector, ParseError, PartialDataError } from "@sightglass/metrics-registry";
import type { FileTree } from "../file-tree.ts";
import type { Host } from "../host.ts";
import { dimmLabel } from "../sysfs/dimm-label.ts";

interface Channel {
  readonly controller: string;
  readonly row: string;
  readonly channel: string;
  readonly label: string;
  readonly correctable: number;
  readonly uncorrectable: number | undefined;
}

interface ErrorCounts {
  readonly controller: string;
  /** `unknown` for errors that no row could be blamed for; empty for the controller as a whole. */
  readonly row: string;
  readonly correctable: number;
  readonly uncorrectable: number;
}

interface RowPlace {
  readonly folder: string;
  readonly controller: string;
  readonly row: string;
}

interface Memory {
  readonly controllers: ErrorCounts[];
  readonly rows: ErrorCounts[];
  readonly channels: Channel[];
}

const CONTROLLERS = "devices/system/edac/mc";

/** The number in `prefix`NUMBER, such as `mc0`; undefined for any other entry. */
function numberAfter(prefix: string, entry: string): string | undefined {
  if (!entry.startsWith(prefix)) return undefined;
  let end = prefix.length;
  while (entry.charCodeAt(end) >= 48 && entry.charCodeAt(end) <= 57) end += 1;
  return end === prefix.length ? undefined : entry.slice(prefix.length, end);
}

function channelOf(entry: string): string | undefined {
  const channel = entry.endsWith("_ce_count") ? numberAfter("ch", entry) : undefined;
  return channel !== undefined && entry === `ch${channel}_ce_count` ? channel : undefined;
}

function count(sys: FileTree, path: string): number {
  const value = sys.number(path);
  if (value === undefined) throw new ParseError(`${sys.root}/${path}`, 0, "expected a number");
  return value;
}

function readRow(sys: FileTree, place: RowPlace, memory: Memory): void {
  const { folder, controller, row } = place;
  memory.rows.push({
    controller,
    row,
    correctable: count(sys, `${folder}/ce_count`),
    uncorrectable: count(sys, `${folder}/ue_count`),
  });
  for (const entry of sys.list(folder)) {
    const channel = channelOf(entry);
    if (channel === undefined) continue;
    memory.channels.push({
      controller,
      row,
      channel,
      label: dimmLabel(sys.attribute(`${folder}/ch${channel}_dimm_label`)),
      correctable: count(sys, `${folder}/${entry}`),
      // Few drivers count uncorrectable errors by channel.
      uncorrectable: sys.number(`${folder}/ch${channel}_ue_count`),
    });
  }
}

function readController(sys: FileTree, entry: string, controller: string, memory: Memory): void {
  const folder = `${CONTROLLERS}/${entry}`;
  memory.controllers.push({
    controller,
    row: "",
    correctable: count(sys, `${folder}/ce_count`),
    uncorrectable: count(sys, `${folder}/ue_count`),
  });
  memory.rows.push({
    controller,
    row: "unknown",
    correctable: count(sys, `${folder}/ce_noinfo_count`),
    uncorrectable: count(sys, `${folder}/ue_noinfo_count`),
  });
  for (const name of sys.list(folder)) {
    const row = numberAfter("csrow", name);
    if (row !== undefined) readRow(sys, { folder: `${folder}/${name}`, controller, row }, memory);
  }
}

/** Memory errors that the machine's memory controllers found. */
export const edac = defineCollector({
  name: "edac",
  help: "Correctable and uncorrectable memory errors by controller, row and channel, from /sys/devices/system/edac/mc.",
  enabledByDefault: true,
  isSteady: true,
  read: ({ sys }: Host) => {
    const memory: Memory = { controllers: [], rows: [], channels: [] };
    try {
      for (const entry of sys.listIfPresent(CONTROLLERS)) {
        const controller = numberAfter("mc", entry);
        if (controller !== undefined) readController(sys, entry, controller, memory);
      }
    } catch (error) {
      throw new PartialDataError(memory, error);
    }
    return memory;
  },
  families: (family) => [
    family({
      name: "node_edac_correctable_errors_total",
      type: "counter",
      labels: ["controller"],
      help: "Memory errors of the controller that were corrected.",
      samples: ({ controllers }, emit) => {
        for (const { controller, correctable } of controllers) emit(correctable, controller);
      },
    }),
    family({
      name: "node_edac_uncorrectable_errors_total",
      type: "counter",
      labels: ["controller"],
      help: "Memory errors of the controller that could not be corrected.",
      samples: ({ controllers }, emit) => {
        for (const { controller, uncorrectable } of controllers) emit(uncorrectable, controller);
      },
    }),
    family({
      name: "node_edac_csrow_correctable_errors_total",
      type: "counter",
      labels: ["controller", "csrow"],
      help: "Corrected memory errors of the chip-select row; row unknown holds those that none could be blamed for.",
      samples: ({ rows }, emit) => {
        for (const { controller, row, correctable } of rows) emit(correctable, controller, row);
      },
    }),
    family({
      name: "node_edac_csrow_uncorrectable_errors_total",
      type: "counter",
      labels: ["controller", "csrow"],
      help: "Uncorrected memory errors of the chip-select row; row unknown holds those that none could be blamed for.",
      samples: ({ rows }, emit) => {
        for (const { controller, row, uncorrectable } of rows) emit(uncorrectable, controller, row);
      },
    }),
    family({
      name: "node_edac_channel_correctable_errors_total",
      type: "counter",
      labels: ["controller", "csrow", "channel", "dimm_label"],
      help: "Corrected memory errors of one channel of the row.",
      samples: ({ channels }, emit) => {
        for (const { controller, row, channel, label, correctable } of channels) {
          emit(correctable, controller, row, channel, label);
        }
      },
    }),
    family({
      name: "node_edac_channel_uncorrectable_errors_total",
      type: "counter",
      labels: ["controller", "csrow", "channel", "dimm_label"],
      help: "Uncorrected memory errors of one channel of the row, where the driver counts them.",
      samples: ({ channels }, emit) => {
        for (const { controller, row, channel, label, uncorrectable } of channels) {
          if (uncorrectable !== undefined) emit(uncorrectable, controller, row, channel, label);
        }
      },
    }),
  ],
});
