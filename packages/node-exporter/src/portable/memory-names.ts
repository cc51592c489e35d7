import type { MemoryData, PortablePlatform } from "./portable-source.ts";

/** One family of memory: which value it has; undefined where the system did not tell it. */
export interface MemoryName {
  readonly name: string;
  readonly help: string;
  readonly of: (memory: MemoryData) => number | null | undefined;
  readonly lintExempt?: string;
}

const known = (value: number): number | undefined => (value > 0 ? value : undefined);

const KERNEL_NAME = "snake-case: the name that the kernel gives, as node_exporter has it";

const FREE: MemoryName = {
  name: "node_memory_free_bytes",
  help: "Memory that nothing is in.",
  of: ({ free }) => free,
};

/** node_exporter's names on macOS, which the systems without names of their own use too. */
const TOTAL_AND_SWAP: readonly MemoryName[] = [
  { name: "node_memory_total_bytes", help: "Memory of the machine.", of: ({ total }) => total },
  FREE,
  { name: "node_memory_swap_total_bytes", help: "Size of all swap space.", of: ({ swaptotal }) => swaptotal },
  { name: "node_memory_swap_used_bytes", help: "Swap space in use.", of: ({ swapused }) => swapused },
];

/**
 * Families by platform. What the library calls `active` is put together of other things than what node_exporter calls
 * so, and its swap of the BSDs is always 0: neither is passed on.
 */
export const MEMORY_NAMES: Readonly<Record<PortablePlatform, readonly MemoryName[]>> = {
  darwin: [
    ...TOTAL_AND_SWAP,
    {
      name: "node_memory_inactive_bytes",
      help: "Memory that was not used of late and can be taken.",
      of: ({ reclaimable }) => known(reclaimable),
    },
  ],
  freebsd: [
    { name: "node_memory_size_bytes", help: "Memory of the machine.", of: ({ total }) => total },
    FREE,
    {
      name: "node_memory_inactive_bytes",
      help: "Memory that was not used of late and can be taken, cached files included.",
      of: ({ buffcache }) => known(buffcache),
    },
  ],
  linux: [
    {
      name: "node_memory_MemTotal_bytes",
      help: "Memory of the machine.",
      of: ({ total }) => total,
      lintExempt: KERNEL_NAME,
    },
    {
      name: "node_memory_MemFree_bytes",
      help: "Memory that nothing is in.",
      of: ({ free }) => free,
      lintExempt: KERNEL_NAME,
    },
    {
      name: "node_memory_MemAvailable_bytes",
      help: "Memory that programs can get without swapping, by the kernel's estimate.",
      of: ({ available }) => available,
      lintExempt: KERNEL_NAME,
    },
    { name: "node_memory_Buffers_bytes", help: "Buffers of block devices.", of: ({ buffers }) => buffers },
    { name: "node_memory_Cached_bytes", help: "Cached files.", of: ({ cached }) => cached },
    { name: "node_memory_Slab_bytes", help: "The kernel's own objects.", of: ({ slab }) => slab },
    {
      name: "node_memory_SReclaimable_bytes",
      help: "The part of the kernel's objects that it can give back.",
      of: ({ reclaimable }) => reclaimable,
    },
    {
      name: "node_memory_SwapTotal_bytes",
      help: "Size of all swap space.",
      of: ({ swaptotal }) => swaptotal,
      lintExempt: KERNEL_NAME,
    },
    {
      name: "node_memory_SwapFree_bytes",
      help: "Swap space that is free.",
      of: ({ swapfree }) => swapfree,
      lintExempt: KERNEL_NAME,
    },
    { name: "node_memory_Dirty_bytes", help: "Memory that waits to be written to disk.", of: ({ dirty }) => dirty },
    {
      name: "node_memory_Writeback_bytes",
      help: "Memory that is being written to disk.",
      of: ({ writeback }) => writeback,
    },
  ],
  windows: TOTAL_AND_SWAP,
};
