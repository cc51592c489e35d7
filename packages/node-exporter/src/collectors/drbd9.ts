import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { readDrbdState, type DrbdState, type DrbdVolumeLink } from "../drbd/read-resources.ts";
import type { Host } from "../host.ts";

const KIB = 1024;

/** Counts towards one peer: key, place in its value, and what a unit is. */
const LINK_NUMBERS = [
  ["node_drbd9_network_sent_bytes_total", "counter", "ns", 0, KIB, "Bytes of the volume sent to the peer."],
  ["node_drbd9_network_received_bytes_total", "counter", "nr", 0, KIB, "Bytes of the volume received from the peer."],
  ["node_drbd9_remote_pending", "gauge", "pe", 0, 1, "Requests of applications that the peer has not answered."],
  ["node_drbd9_resync_pending", "gauge", "pe", 1, 1, "Requests of the resynchronisation that have no answer yet."],
  ["node_drbd9_remote_unacknowledged", "gauge", "ua", 0, 1, "Requests of the peer that this node has not answered."],
  ["node_drbd9_epochs", "gauge", "ep", 0, 1, "Epochs between two write barriers that are under way to the peer."],
  ["node_drbd9_out_of_sync_bytes", "gauge", "oos", 0, KIB, "Bytes of the volume known to differ from the peer's."],
] as const;

/** Counts of the local volume. */
const VOLUME_NUMBERS = [
  ["node_drbd9_disk_written_bytes_total", "counter", "dw", KIB, "Bytes of the volume written to the local disk."],
  ["node_drbd9_disk_read_bytes_total", "counter", "dr", KIB, "Bytes of the volume read from the local disk."],
  ["node_drbd9_activitylog_writes_total", "counter", "al", 1, "Writes of the activity log in the metadata."],
  ["node_drbd9_bitmap_writes_total", "counter", "bm", 1, "Writes of the bitmap in the metadata."],
  ["node_drbd9_local_pending", "gauge", "lo", 1, "Requests that the local disk has not answered."],
] as const;

/** Numbers about a resynchronisation or verification, which is not always under way. */
const SYNC_NUMBERS = [
  ["node_drbd9_sync_done_ratio", "doneRatio", "Part of the resynchronisation or verification that is done, 0 to 1."],
  ["node_drbd9_sync_left_bytes", "leftBytes", "Bytes that the resynchronisation or verification has before it."],
  ["node_drbd9_sync_size_bytes", "totalBytes", "Bytes that the resynchronisation or verification had to go over."],
  [
    "node_drbd9_sync_remaining_seconds",
    "remainingSeconds",
    "Time that the kernel expects the resynchronisation or verification to take yet.",
  ],
] as const;

const BUFFERS = [
  ["node_drbd9_unread_receive_buffer_bytes", "unreadBytes", "Bytes from the peer that DRBD has not read yet."],
  [
    "node_drbd9_unacknowledged_send_buffer_bytes",
    "unacknowledgedBytes",
    "Bytes to the peer that it has not confirmed.",
  ],
] as const;

interface Drbd9 extends DrbdState {
  /** One link of each volume: what they say of the local disk is the same in all of them. */
  readonly volumes: readonly DrbdVolumeLink[];
  /** One link of each resource, for the role. */
  readonly roles: readonly DrbdVolumeLink[];
}

function firstOfEach(
  links: readonly DrbdVolumeLink[],
  keyOf: (link: DrbdVolumeLink) => string,
): readonly DrbdVolumeLink[] {
  const seen = new Set<string>();
  return links.filter((link) => {
    const key = keyOf(link);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** Not of node_exporter, which knows DRBD up to 8.4 alone: DRBD 9 writes no devices into /proc/drbd. */
export const drbd9: CollectorDefinition<Host> = defineCollector({
  name: "drbd9",
  help: "Roles, disks, connections, replication and traffic of DRBD 9, from /sys/kernel/debug/drbd, which only root may read; not in node_exporter.",
  enabledByDefault: false,
  read: ({ sys }: Host): Drbd9 => {
    const state = readDrbdState(sys);
    return {
      ...state,
      volumes: firstOfEach(state.links, ({ resource, volume }) => `${resource}/${volume}`),
      roles: firstOfEach(state.links, ({ resource }) => resource),
    };
  },
  families: (family) => [
    family({
      name: "node_drbd9_info",
      type: "gauge",
      labels: ["version"],
      help: "Version of the loaded module; the value is always 1.",
      samples: ({ version }, emit) => emit(1, version),
    }),
    family({
      name: "node_drbd9_resources",
      type: "gauge",
      help: "Resources that the module knows.",
      samples: ({ resources }, emit) => emit(resources),
    }),
    family({
      name: "node_drbd9_role",
      type: "gauge",
      labels: ["resource", "state"],
      help: "Role of this node in the resource as a label; the value is always 1.",
      samples: ({ roles }, emit) => {
        for (const { resource, role } of roles) emit(1, resource, role);
      },
    }),
    family({
      name: "node_drbd9_peer_role",
      type: "gauge",
      labels: ["resource", "peer", "state"],
      help: "Role of the peer in the resource as a label, Unknown without a connection; the value is always 1.",
      samples: ({ connections }, emit) => {
        for (const { resource, peer, peerRole } of connections) {
          if (peerRole !== undefined) emit(1, resource, peer, peerRole);
        }
      },
    }),
    family({
      name: "node_drbd9_connected",
      type: "gauge",
      labels: ["resource", "peer"],
      help: "Whether any volume of the resource is replicated with the peer: 1, or 0 without a connection.",
      samples: ({ connections }, emit) => {
        for (const { resource, peer, isConnected } of connections) {
          if (isConnected !== undefined) emit(isConnected ? 1 : 0, resource, peer);
        }
      },
    }),
    family({
      name: "node_drbd9_connection_info",
      type: "gauge",
      labels: ["resource", "peer", "transport"],
      help: "Transport of the connection as a label; the value is always 1.",
      samples: ({ connections }, emit) => {
        for (const { resource, peer, type } of connections) if (type !== undefined) emit(1, resource, peer, type);
      },
    }),
    family({
      name: "node_drbd9_disk_state",
      type: "gauge",
      labels: ["resource", "volume", "minor", "state"],
      help: "State of the local disk as a label, such as UpToDate; the value is always 1.",
      samples: ({ volumes }, emit) => {
        for (const { resource, volume, minor, disk } of volumes) emit(1, resource, volume, minor, disk);
      },
    }),
    family({
      name: "node_drbd9_peer_disk_state",
      type: "gauge",
      labels: ["resource", "peer", "volume", "state"],
      help: "State of the peer's disk as a label, such as UpToDate; the value is always 1.",
      samples: ({ links }, emit) => {
        for (const { resource, peer, volume, peerDisk } of links) emit(1, resource, peer, volume, peerDisk);
      },
    }),
    family({
      name: "node_drbd9_replication_state",
      type: "gauge",
      labels: ["resource", "peer", "volume", "state"],
      help: "State of the replication to the peer as a label, such as Established; the value is always 1.",
      samples: ({ links }, emit) => {
        for (const { resource, peer, volume, replication } of links) emit(1, resource, peer, volume, replication);
      },
    }),
    family({
      name: "node_drbd9_io_suspended",
      type: "gauge",
      labels: ["resource", "volume"],
      help: "Whether requests to the volume are held back: 1, or 0 when they are served.",
      samples: ({ volumes }, emit) => {
        for (const { resource, volume, isSuspended } of volumes) emit(isSuspended ? 1 : 0, resource, volume);
      },
    }),
    family({
      name: "node_drbd9_sync_paused",
      type: "gauge",
      labels: ["resource", "peer", "volume"],
      help: "Whether the resynchronisation is held back by an administrator, the peer or another resource: 1 or 0.",
      samples: ({ links }, emit) => {
        for (const { resource, peer, volume, isSyncPaused } of links)
          emit(isSyncPaused ? 1 : 0, resource, peer, volume);
      },
    }),
    family({
      name: "node_drbd9_application_pending",
      type: "gauge",
      labels: ["resource", "volume", "operation"],
      help: "Requests of applications to the volume that DRBD has not answered.",
      samples: ({ volumes }, emit) => {
        for (const { resource, volume, numbers } of volumes) {
          emit(numbers["ap"]?.[0] ?? 0, resource, volume, "write");
          emit(numbers["ap"]?.[1] ?? 0, resource, volume, "read");
        }
      },
    }),
    ...VOLUME_NUMBERS.map(([name, type, key, unit, help]) =>
      family({
        name,
        type,
        labels: ["resource", "volume"],
        help,
        samples: ({ volumes }, emit) => {
          for (const { resource, volume, numbers } of volumes) emit((numbers[key]?.[0] ?? 0) * unit, resource, volume);
        },
      }),
    ),
    ...LINK_NUMBERS.map(([name, type, key, place, unit, help]) =>
      family({
        name,
        type,
        labels: ["resource", "peer", "volume"],
        help,
        samples: ({ links }, emit) => {
          for (const { resource, peer, volume, numbers } of links) {
            emit((numbers[key]?.[place] ?? 0) * unit, resource, peer, volume);
          }
        },
      }),
    ),
    ...SYNC_NUMBERS.map(([name, key, help]) =>
      family({
        name,
        type: "gauge",
        labels: ["resource", "peer", "volume"],
        help,
        samples: ({ links }, emit) => {
          for (const { resource, peer, volume, sync } of links) {
            const value = sync?.[key];
            if (value !== undefined) emit(value, resource, peer, volume);
          }
        },
      }),
    ),
    ...BUFFERS.map(([name, key, help]) =>
      family({
        name,
        type: "gauge",
        labels: ["resource", "peer"],
        help,
        samples: ({ connections }, emit) => {
          for (const connection of connections) {
            const value = connection[key];
            if (value !== undefined) emit(value, connection.resource, connection.peer);
          }
        },
      }),
    ),
  ],
});
