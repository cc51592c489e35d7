import { defineCollector, NoDataError } from "@sightglass/metrics-registry";
import type { FileTree } from "../file-tree.ts";
import type { Host } from "../host.ts";
import { listClass } from "../list-class.ts";
import { nvmeNamespaceId } from "../sysfs/nvme-namespace-id.ts";

interface Namespace {
  readonly device: string;
  readonly id: string;
  readonly anaState: string;
  readonly usedBytes: number;
  readonly sizeBytes: number;
  readonly blockBytes: number;
}

interface Device {
  readonly name: string;
  readonly firmwareRevision: string;
  readonly model: string;
  readonly serial: string;
  readonly state: string;
  readonly controllerId: string;
}

const CLASS = "class/nvme";

/** One missing file fails the collector, as it does in node_exporter: half a device would look like a whole one. */
function required(sys: FileTree, path: string): string {
  const value = sys.attribute(path);
  if (value === undefined) throw new NoDataError(`${sys.root}/${path} cannot be read`);
  return value;
}

function blocks(sys: FileTree, path: string): bigint {
  const text = required(sys, path);
  return /^\d+$/.test(text) ? BigInt(text) : 0n;
}

const bytes = (count: bigint, blockBytes: bigint): number => Number(BigInt.asUintN(64, count * blockBytes));

function readNamespace(sys: FileTree, device: string, entry: string, id: string): Namespace {
  const folder = `${CLASS}/${device}/${entry}`;
  const used = blocks(sys, `${folder}/nuse`);
  const size = blocks(sys, `${folder}/size`);
  const blockBytes = blocks(sys, `${folder}/queue/logical_block_size`);
  return {
    device,
    id,
    anaState: sys.attribute(`${folder}/ana_state`) ?? "unknown",
    usedBytes: bytes(used, blockBytes),
    sizeBytes: bytes(size, blockBytes),
    blockBytes: Number(blockBytes),
  };
}

/** Families over namespaces. The kernel gives size and capacity by the same file, so they are equal. */
const NAMESPACE_SIZES = [
  {
    name: "node_nvme_namespace_capacity_bytes",
    field: "sizeBytes",
    help: "Capacity of the namespace, from its block count and logical block size.",
  },
  {
    name: "node_nvme_namespace_size_bytes",
    field: "sizeBytes",
    help: "Size of the namespace, from its block count and logical block size.",
  },
  {
    name: "node_nvme_namespace_used_bytes",
    field: "usedBytes",
    help: "Space that the namespace occupies on the device, as far as the device tracks it.",
  },
  {
    name: "node_nvme_namespace_logical_block_size_bytes",
    field: "blockBytes",
    help: "Logical block size that the namespace is formatted with.",
  },
] as const;

/** NVMe controllers and their namespaces. */
export const nvme = defineCollector({
  name: "nvme",
  help: "Identity of NVMe controllers and size and use of their namespaces, from /sys/class/nvme.",
  enabledByDefault: true,
  isSteady: true,
  onFailure: "drop",
  read: ({ sys }: Host) => {
    const devices: Device[] = [];
    const namespaces: Namespace[] = [];
    for (const name of listClass(sys, CLASS)) {
      const folder = `${CLASS}/${name}`;
      devices.push({
        name,
        firmwareRevision: required(sys, `${folder}/firmware_rev`),
        model: required(sys, `${folder}/model`),
        serial: required(sys, `${folder}/serial`),
        state: required(sys, `${folder}/state`),
        controllerId: required(sys, `${folder}/cntlid`),
      });
      for (const entry of sys.list(folder)) {
        const id = nvmeNamespaceId(entry);
        if (id !== undefined) namespaces.push(readNamespace(sys, name, entry, id));
      }
    }
    return { devices, namespaces };
  },
  families: (family) => [
    family({
      name: "node_nvme_info",
      type: "gauge",
      labels: ["device", "firmware_revision", "model", "serial", "state", "cntlid"],
      help: "Identity and state of the NVMe controller as labels; the value is always 1.",
      samples: ({ devices }, emit) => {
        for (const { name, firmwareRevision, model, serial, state, controllerId } of devices) {
          emit(1, name, firmwareRevision, model, serial, state, controllerId);
        }
      },
    }),
    family({
      name: "node_nvme_namespace_info",
      type: "gauge",
      labels: ["device", "nsid", "ana_state"],
      help: "Namespace and its asymmetric access state as labels; the value is always 1.",
      samples: ({ namespaces }, emit) => {
        for (const { device, id, anaState } of namespaces) emit(1, device, id, anaState);
      },
    }),
    ...NAMESPACE_SIZES.map(({ name, field, help }) =>
      family({
        name,
        type: "gauge",
        labels: ["device", "nsid"],
        help,
        samples: ({ namespaces }, emit) => {
          for (const namespace of namespaces) emit(namespace[field], namespace.device, namespace.id);
        },
      }),
    ),
  ],
});
