const NAMESPACE = /nvme\d+n(\d+)/;

/**
 * Namespace number of an entry below /sys/class/nvme/nvmeN, such as `nvme0n1`. Undefined for the other entries of
 * that folder, the hidden per-path disks of native multipath (`nvme0c1n1`) among them.
 */
export function nvmeNamespaceId(entry: string): string | undefined {
  return NAMESPACE.exec(entry)?.[1];
}
