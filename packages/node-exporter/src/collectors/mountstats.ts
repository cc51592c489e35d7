import {
  defineCollector,
  type CollectorDefinition,
  type FamilyBuilder,
  type FamilyDefinition,
} from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { distinctMounts, type DistinctMounts, type NfsMountSeries } from "../nfs/distinct-mounts.ts";
import { BYTE_FAMILIES, EVENT_FAMILIES, OPERATION_FAMILIES, TRANSPORT_FAMILIES } from "../nfs/mount-families.ts";
import { parseMountAddresses } from "../procfs/mount-addresses.ts";
import { parseMountstats, type NfsOperation } from "../procfs/mountstats.ts";
import type { NfsTransport } from "../procfs/nfs-transport.ts";

const LABELS = ["export", "protocol", "mountaddr"] as const;

/** Families of the columns of each mount's `bytes:` or `events:` line. */
const columnFamilies = (
  family: FamilyBuilder<DistinctMounts>,
  source: "bytes" | "events",
  columns: readonly (readonly [column: number, name: string, help: string])[],
): readonly FamilyDefinition<DistinctMounts>[] =>
  columns.map(([column, name, help]) =>
    family({
      name,
      type: "counter",
      labels: LABELS,
      help,
      samples: ({ mounts }, emit) => {
        for (let at = 0; at < mounts.length; at += 1) {
          const { mount, protocol, address } = mounts[at] as NfsMountSeries;
          emit(mount[source][column] ?? 0, mount.device, protocol, address);
        }
      },
    }),
  );

export const mountstats: CollectorDefinition<Host> = defineCollector({
  name: "mountstats",
  help: "Traffic, events, transports and procedures of each NFS mount, from /proc/self/mountstats and mountinfo.",
  enabledByDefault: false,
  read: ({ proc }: Host) => {
    const mounts = parseMountstats(proc.hot("self/mountstats"));
    // Both files list the same mounts in the same order.
    return distinctMounts(mounts, mounts.length === 0 ? [] : parseMountAddresses(proc.hot("self/mountinfo")));
  },
  families: (family) => [
    family({
      name: "node_mountstats_nfs_mountpoint_info",
      type: "gauge",
      labels: [...LABELS, "mountpoint"],
      help: "Where the export is mounted; the value is always 1.",
      samples: ({ mountPoints }, emit) => {
        for (const { device, protocol, address, mountPoint } of mountPoints) {
          emit(1, device, protocol, address, mountPoint);
        }
      },
    }),
    family({
      name: "node_mountstats_nfs_age_seconds_total",
      type: "counter",
      labels: LABELS,
      help: "Seconds since the export was mounted.",
      samples: ({ mounts }, emit) => {
        for (const { mount, protocol, address } of mounts) emit(mount.ageSeconds, mount.device, protocol, address);
      },
    }),
    ...columnFamilies(family, "bytes", BYTE_FAMILIES),
    ...columnFamilies(family, "events", EVENT_FAMILIES),
    ...TRANSPORT_FAMILIES.map(([column, name, type, help]) =>
      family({
        name,
        type,
        labels: [...LABELS, "transport"],
        help,
        samples: ({ mounts }, emit) => {
          for (let at = 0; at < mounts.length; at += 1) {
            const { mount, protocol, address } = mounts[at] as NfsMountSeries;
            for (let index = 0; index < mount.transports.length; index += 1) {
              const value = (mount.transports[index] as NfsTransport).numbers[column] as number;
              emit(value, mount.device, protocol, address, String(index));
            }
          }
        },
      }),
    ),
    ...OPERATION_FAMILIES.map(([name, divisor, help], column) =>
      family({
        name,
        type: "counter",
        labels: [...LABELS, "operation"],
        help,
        samples: ({ mounts }, emit) => {
          for (let at = 0; at < mounts.length; at += 1) {
            const { mount, protocol, address } = mounts[at] as NfsMountSeries;
            for (let index = 0; index < mount.operations.length; index += 1) {
              const operation = mount.operations[index] as NfsOperation;
              const value = operation.numbers[column] as number;
              emit(value / divisor, mount.device, protocol, address, operation.name);
            }
          }
        },
      }),
    ),
  ],
});
