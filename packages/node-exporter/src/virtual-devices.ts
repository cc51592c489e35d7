import type { DeviceFilter } from "./device-filter.ts";
import type { FileTree } from "./file-tree.ts";

/** Which network devices the collectors of them report; the values of `--collector.net.virtual`. */
export const VIRTUAL_DEVICES = ["include", "exclude"] as const;

const CLASS = "class/net";
/** Where sysfs keeps devices that no hardware stands behind. */
const VIRTUAL = /(^|\/)devices\/virtual\/net\//;
/** The one whose name is the same everywhere, and which every machine has once. */
const LOOPBACK = "lo";
/** Link of a stacked device to one that it stands on. */
const LOWER = "lower_";
/** A stack is a few devices high; the kernel allows eight. */
const MAX_HEIGHT = 8;
/** What a device's kind is, in its uevent file. */
const KIND = /^DEVTYPE=(\S+)/m;

/** Kinds that stand on a device of the host to give a guest, a container or a tunnel one of its own. */
const GUEST_KINDS: ReadonlySet<string> = new Set(["macvlan", "macvtap", "ipvlan", "ipvtap", "vxlan", "geneve"]);

/** Names that container engines, hypervisors and tunnels give, for where sysfs does not tell. */
const VIRTUAL_NAMES =
  /^(veth|cali|cilium|lxc|cni|flannel|weave|docker|podman|br-|virbr|lxdbr|vnet|vboxnet|vmnet|tap|tun|macvtap|dummy|ifb|vxlan|geneve|wg|kube-|nodelocaldns|[0-9a-f]{15}$)/;

/** What was found holds for the collectors of one scrape: a device can be put into a bridge at any time. */
const KEPT_MS = 1000;

function targetOf(sys: FileTree, device: string): string | undefined {
  try {
    return sys.link(`${CLASS}/${device}`);
  } catch {
    return undefined;
  }
}

/** Whether a device carries the host's own traffic: it is hardware, a bond, or stands on such a device. */
function isOfHost(sys: FileTree, device: string, height: number): boolean {
  const target = targetOf(sys, device);
  if (target === undefined) return !VIRTUAL_NAMES.test(device);
  if (!VIRTUAL.test(target)) return true;
  const kind = KIND.exec(sys.attribute(`${CLASS}/${device}/uevent`) ?? "")?.[1];
  if (kind === "bond") return true;
  if ((kind !== undefined && GUEST_KINDS.has(kind)) || height === MAX_HEIGHT) return false;
  const entries = sys.listIfPresent(`${CLASS}/${device}`);
  return entries.some((entry) => entry.startsWith(LOWER) && isOfHost(sys, entry.slice(LOWER.length), height + 1));
}

/**
 * Makes the filter of `--collector.net.virtual=exclude`: it leaves out devices below /sys/devices/virtual/net other
 * than `lo`, bonds, and what stands on a device that stays (VLANs, teams, bridges with a port that is hardware).
 * A device that /sys/class/net has no link for is judged by its name.
 *
 * @param nowMs a clock that only goes forward, in milliseconds.
 */
export function createVirtualDeviceFilter(sys: FileTree, nowMs: () => number = () => performance.now()): DeviceFilter {
  const known = new Map<string, boolean>();
  let knownSince = -Infinity;
  return (device) => {
    if (device === LOOPBACK) return false;
    const now = nowMs();
    if (now - knownSince >= KEPT_MS) {
      known.clear();
      knownSince = now;
    }
    let left = known.get(device);
    if (left === undefined) {
      left = !isOfHost(sys, device, 0);
      known.set(device, left);
    }
    return left;
  };
}

/** A collector's own filter together with the preset of the host, where that is chosen. */
export function withVirtualDevices(own: DeviceFilter, host: { readonly leavesOutDevice?: DeviceFilter }): DeviceFilter {
  const { leavesOutDevice } = host;
  return leavesOutDevice === undefined ? own : (device) => own(device) || leavesOutDevice(device);
}
