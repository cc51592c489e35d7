import { defineCollector, PartialDataError, type CollectorDefinition } from "@sightglass/metrics-registry";
import { orNoData } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { parseDrbd, type DrbdReading } from "../procfs/drbd.ts";

const KIB = 1024;

/** Families of one number for each device: key in /proc/drbd, and what a unit of it is. */
const NUMBERS = [
  ["node_drbd_network_sent_bytes_total", "counter", "ns", KIB, "Bytes sent to the peer."],
  // node_exporter takes the kernel's KiB for bytes here.
  [
    "node_drbd_network_received_bytes_total",
    "counter",
    "nr",
    1,
    "KiB received from the peer, as node_exporter has it.",
  ],
  ["node_drbd_disk_written_bytes_total", "counter", "dw", KIB, "Bytes written to the local disk."],
  ["node_drbd_disk_read_bytes_total", "counter", "dr", KIB, "Bytes read from the local disk."],
  ["node_drbd_activitylog_writes_total", "counter", "al", 1, "Writes of the activity log in the metadata."],
  ["node_drbd_bitmap_writes_total", "counter", "bm", 1, "Writes of the bitmap in the metadata."],
  ["node_drbd_local_pending", "gauge", "lo", 1, "Requests that the local disk has not answered."],
  ["node_drbd_remote_pending", "gauge", "pe", 1, "Requests that the peer has not answered."],
  ["node_drbd_remote_unacknowledged", "gauge", "ua", 1, "Requests of the peer that this node has not answered."],
  ["node_drbd_application_pending", "gauge", "ap", 1, "Requests of applications that DRBD has not answered."],
  ["node_drbd_epochs", "gauge", "ep", 1, "Epochs between two write barriers that are under way."],
  ["node_drbd_out_of_sync_bytes", "gauge", "oos", KIB, "Bytes that are known to differ from the peer's."],
] as const;

const PAIRS = [
  ["node_drbd_node_role_is_primary", "ro", "Whether the node is primary: 1, or 0 for any other role."],
  ["node_drbd_disk_state_is_up_to_date", "ds", "Whether the node's disk is up to date: 1, or 0 for any other state."],
] as const;

export const drbd: CollectorDefinition<Host> = defineCollector({
  name: "drbd",
  help: "Replicated block devices of DRBD up to 8.4, from /proc/drbd.",
  enabledByDefault: false,
  read: ({ proc }: Host) => {
    const { readings, fault } = parseDrbd(orNoData(() => proc.hot("drbd"), "DRBD is not loaded"));
    if (fault !== undefined) throw new PartialDataError(readings, fault);
    return readings;
  },
  families: (family) => [
    ...NUMBERS.map(([name, type, key, unit, help]) =>
      family({
        name,
        type,
        labels: ["device"],
        help,
        samples: (readings, emit) => {
          for (let at = 0; at < readings.length; at += 1) {
            const reading = readings[at] as DrbdReading;
            if (reading.key === key) emit((reading.values[0] as number) * unit, reading.device);
          }
        },
      }),
    ),
    ...PAIRS.map(([name, key, help]) =>
      family({
        name,
        type: "gauge",
        labels: ["device", "node"],
        help,
        samples: (readings, emit) => {
          for (const reading of readings) {
            if (reading.key !== key) continue;
            emit(reading.values[0] as number, reading.device, "local");
            emit(reading.values[1] as number, reading.device, "remote");
          }
        },
      }),
    ),
    family({
      name: "node_drbd_connected",
      type: "gauge",
      labels: ["device"],
      help: "Whether the device is connected to its peer: 1, or 0 for any other state.",
      samples: (readings, emit) => {
        for (const { key, device, values } of readings) if (key === "cs") emit(values[0] as number, device);
      },
    }),
  ],
});
