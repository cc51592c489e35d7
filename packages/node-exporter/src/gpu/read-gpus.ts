import { ifPresent } from "../file-errors.ts";
import type { FileTree } from "../file-tree.ts";
import type { Host } from "../host.ts";
import { parseNvidiaInformation, type NvidiaInformation } from "../procfs/nvidia-information.ts";
import { readAmdDomains, readI915Domains, readXeDomains, type GpuDomain } from "./domains.ts";
import { linkedName, readGpuIdentity, type GpuIdentity } from "./identity.ts";
import { GPU_NUMBERS, inBaseUnit } from "./numbers.ts";

/** One GPU in one scrape. */
export interface Gpu extends GpuIdentity {
  /** Its name below /sys/class/drm; empty when no driver made it a graphics card. */
  readonly card: string;
  /** Undefined when the kernel does not say. */
  readonly isSuspended: boolean | undefined;
  /** By position in GPU_NUMBERS. */
  readonly numbers: readonly (number | undefined)[];
  readonly domains: readonly GpuDomain[];
}

/** What was learnt of a card, and the device and driver that it was learnt of. */
interface Known {
  readonly of: string;
  readonly identity: GpuIdentity;
}

/** Identities by device folder, kept between scrapes. */
export type KnownGpus = Map<string, Known>;

const CARDS = "class/drm";
/** A graphics card itself; its connectors are named `card0-DP-1` and the like. */
const CARD = /^card\d+$/;
const NVIDIA = "driver/nvidia/gpus";
const PCI_DEVICES = "bus/pci/devices";
/** A machine has a few dozen at most. */
const MAX_KNOWN = 256;

function identify(sys: FileTree, folder: string, gpu: string, known: KnownGpus): GpuIdentity {
  const driver = linkedName(sys, `${folder}/driver`) ?? "";
  const of = `${gpu} ${driver}`;
  const before = known.get(folder);
  if (before?.of === of) return before.identity;
  const identity = readGpuIdentity(sys, folder, gpu, driver);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(folder, { of, identity });
  return identity;
}

function readDomains(sys: FileTree, driver: string, card: string, device: string): readonly GpuDomain[] {
  if (driver === "amdgpu") return readAmdDomains(sys, device);
  if (driver === "i915") return readI915Domains(sys, card);
  return driver === "xe" ? readXeDomains(sys, device) : [];
}

const withNvidia = (identity: GpuIdentity, nvidia: NvidiaInformation | undefined): GpuIdentity =>
  nvidia === undefined
    ? identity
    : { ...identity, model: nvidia.model, uniqueId: nvidia.uuid, vbiosVersion: nvidia.videoBios };

/** Reading a number of a GPU that sleeps would wake it, on most drivers, so those are absent then. */
function readCard(sys: FileTree, card: string, identity: GpuIdentity): Gpu {
  const folder = `${CARDS}/${card}`;
  const device = `${folder}/device`;
  const status = sys.attribute(`${device}/power/runtime_status`);
  const isSuspended = status === undefined ? undefined : status.startsWith("suspend");
  const hasNumbers = isSuspended !== true && identity.driver === "amdgpu";
  return {
    ...identity,
    card,
    isSuspended,
    numbers: hasNumbers
      ? GPU_NUMBERS.map(({ attribute, unit }) => inBaseUnit(sys.number(`${device}/${attribute}`), unit))
      : [],
    domains: isSuspended === true ? [] : readDomains(sys, identity.driver, folder, device),
  };
}

/** What NVIDIA's own driver tells, by PCI address. It knows more of a GPU once that was used, so it is asked each time. */
function readNvidia(proc: FileTree): Map<string, NvidiaInformation> {
  const found = new Map<string, NvidiaInformation>();
  for (const address of proc.listIfPresent(NVIDIA)) {
    const text = ifPresent(() => proc.text(`${NVIDIA}/${address}/information`));
    if (text !== undefined) found.set(address, parseNvidiaInformation(text));
  }
  return found;
}

/** All GPUs of the host: its graphics cards, and those of NVIDIA's driver that are none, as in a compute node. */
export function readGpus({ proc, sys }: Host, known: KnownGpus): Gpu[] {
  const nvidia = readNvidia(proc);
  const gpus: Gpu[] = [];
  for (const card of sys.listIfPresent(CARDS)) {
    if (!CARD.test(card)) continue;
    const device = `${CARDS}/${card}/device`;
    const name = linkedName(sys, device);
    // A card without a device is one that the kernel made up.
    if (name === undefined && !sys.exists(device)) continue;
    const gpu = name ?? card;
    gpus.push(readCard(sys, card, withNvidia(identify(sys, device, gpu, known), nvidia.get(gpu))));
    nvidia.delete(gpu);
  }
  for (const [address, information] of nvidia) {
    const device = `${PCI_DEVICES}/${address}`;
    const identity = withNvidia(identify(sys, device, address, known), information);
    const status = sys.attribute(`${device}/power/runtime_status`);
    const isSuspended = status === undefined ? undefined : status.startsWith("suspend");
    gpus.push({ ...identity, card: "", isSuspended, numbers: [], domains: [] });
  }
  return gpus;
}
