/** How the text of a file is read: lines of key and value, one number or `max`, or stall times. */
export type CgroupFileKind = "flat" | "limit" | "pressure";

/** One family of a number that each cgroup has. */
export interface CgroupNumber {
  readonly name: string;
  readonly type: "counter" | "gauge";
  readonly file: string;
  /** Key within the file; empty when it holds one number. */
  readonly key: string;
  /** What a base unit has of the kernel's units. */
  readonly per: number;
  readonly help: string;
}

const MICROSECONDS = 1_000_000;

type Row = readonly [type: CgroupNumber["type"], file: string, key: string, per: number, name: string, help: string];

const CPU = "cpu.stat";
const MEMORY = "memory.stat";
const EVENTS = "memory.events";

const ROWS: readonly Row[] = [
  ["counter", CPU, "usage_usec", MICROSECONDS, "node_cgroup_cpu_usage_seconds_total", "CPU time that was used."],
  ["counter", CPU, "user_usec", MICROSECONDS, "node_cgroup_cpu_user_seconds_total", "CPU time used in user mode."],
  ["counter", CPU, "system_usec", MICROSECONDS, "node_cgroup_cpu_system_seconds_total", "CPU time used in the kernel."],
  ["counter", CPU, "nr_periods", 1, "node_cgroup_cpu_periods_total", "Periods of the CPU limit in which tasks ran."],
  [
    "counter",
    CPU,
    "nr_throttled",
    1,
    "node_cgroup_cpu_throttled_periods_total",
    "Periods in which the CPU limit was reached, so that tasks had to wait for the next.",
  ],
  [
    "counter",
    CPU,
    "throttled_usec",
    MICROSECONDS,
    "node_cgroup_cpu_throttled_seconds_total",
    "Time, summed over CPUs, that tasks were held back by the CPU limit.",
  ],
  [
    "counter",
    CPU,
    "nr_bursts",
    1,
    "node_cgroup_cpu_burst_periods_total",
    "Periods in which more than the CPU limit was used, out of what earlier periods left over.",
  ],
  [
    "counter",
    CPU,
    "burst_usec",
    MICROSECONDS,
    "node_cgroup_cpu_burst_seconds_total",
    "CPU time used above the limit out of what earlier periods left over.",
  ],
  ["gauge", "memory.current", "", 1, "node_cgroup_memory_current_bytes", "Memory in use, page cache included."],
  ["gauge", "memory.peak", "", 1, "node_cgroup_memory_peak_bytes", "Most memory that was in use at a time."],
  [
    "gauge",
    "memory.high",
    "",
    1,
    "node_cgroup_memory_high_bytes",
    "Memory above which tasks are slowed; absent if unlimited.",
  ],
  [
    "gauge",
    "memory.max",
    "",
    1,
    "node_cgroup_memory_max_bytes",
    "Memory that may be used at most; absent if unlimited.",
  ],
  ["gauge", "memory.swap.current", "", 1, "node_cgroup_memory_swap_current_bytes", "Swap space in use."],
  [
    "gauge",
    "memory.swap.max",
    "",
    1,
    "node_cgroup_memory_swap_max_bytes",
    "Swap space that may be used; absent if unlimited.",
  ],
  [
    "gauge",
    MEMORY,
    "anon",
    1,
    "node_cgroup_memory_anon_bytes",
    "Memory of heaps, stacks and the like, not backed by files.",
  ],
  ["gauge", MEMORY, "file", 1, "node_cgroup_memory_file_bytes", "Page cache, tmpfs and shared memory included."],
  ["gauge", MEMORY, "kernel", 1, "node_cgroup_memory_kernel_bytes", "Memory that the kernel uses for it."],
  ["gauge", MEMORY, "kernel_stack", 1, "node_cgroup_memory_kernel_stack_bytes", "Memory of kernel stacks."],
  ["gauge", MEMORY, "pagetables", 1, "node_cgroup_memory_page_tables_bytes", "Memory of page tables."],
  ["gauge", MEMORY, "sock", 1, "node_cgroup_memory_sock_bytes", "Memory of network buffers."],
  [
    "gauge",
    MEMORY,
    "shmem",
    1,
    "node_cgroup_memory_shmem_bytes",
    "Memory that swap alone can back: tmpfs and shared memory.",
  ],
  ["gauge", MEMORY, "file_mapped", 1, "node_cgroup_memory_file_mapped_bytes", "Page cache that is mapped by mmap()."],
  ["gauge", MEMORY, "file_dirty", 1, "node_cgroup_memory_file_dirty_bytes", "Page cache that has yet to be written."],
  [
    "gauge",
    MEMORY,
    "file_writeback",
    1,
    "node_cgroup_memory_file_writeback_bytes",
    "Page cache that is being written.",
  ],
  ["gauge", MEMORY, "inactive_anon", 1, "node_cgroup_memory_inactive_anon_bytes", "Memory without files, little used."],
  ["gauge", MEMORY, "active_anon", 1, "node_cgroup_memory_active_anon_bytes", "Memory without files, in frequent use."],
  [
    "gauge",
    MEMORY,
    "inactive_file",
    1,
    "node_cgroup_memory_inactive_file_bytes",
    "Page cache that is reclaimed first.",
  ],
  ["gauge", MEMORY, "active_file", 1, "node_cgroup_memory_active_file_bytes", "Page cache in frequent use."],
  [
    "gauge",
    MEMORY,
    "unevictable",
    1,
    "node_cgroup_memory_unevictable_bytes",
    "Memory that cannot be reclaimed, as if locked.",
  ],
  [
    "gauge",
    MEMORY,
    "slab_reclaimable",
    1,
    "node_cgroup_memory_slab_reclaimable_bytes",
    "Memory of kernel objects that can be given up, such as cached directory entries.",
  ],
  [
    "gauge",
    MEMORY,
    "slab_unreclaimable",
    1,
    "node_cgroup_memory_slab_unreclaimable_bytes",
    "Memory of kernel objects that cannot be given up.",
  ],
  ["counter", MEMORY, "pgfault", 1, "node_cgroup_memory_page_faults_total", "Page faults, minor ones included."],
  [
    "counter",
    MEMORY,
    "pgmajfault",
    1,
    "node_cgroup_memory_major_page_faults_total",
    "Page faults that waited for a disk.",
  ],
  [
    "counter",
    MEMORY,
    "workingset_refault_anon",
    1,
    "node_cgroup_memory_refaulted_anon_pages_total",
    "Pages without files that were needed again soon after they had been swapped out.",
  ],
  [
    "counter",
    MEMORY,
    "workingset_refault_file",
    1,
    "node_cgroup_memory_refaulted_file_pages_total",
    "Pages of files that were needed again soon after they had been dropped.",
  ],
  [
    "counter",
    EVENTS,
    "high",
    1,
    "node_cgroup_memory_high_events_total",
    "Times that tasks were slowed for memory.high.",
  ],
  [
    "counter",
    EVENTS,
    "max",
    1,
    "node_cgroup_memory_max_events_total",
    "Times that memory.max was about to be exceeded.",
  ],
  ["counter", EVENTS, "oom", 1, "node_cgroup_memory_oom_events_total", "Times that an allocation was about to fail."],
  ["counter", EVENTS, "oom_kill", 1, "node_cgroup_memory_oom_kills_total", "Processes that the OOM killer ended."],
  ["gauge", "pids.current", "", 1, "node_cgroup_pids", "Processes and threads."],
  ["gauge", "pids.max", "", 1, "node_cgroup_pids_max", "Processes and threads there may be; absent if unlimited."],
  [
    "counter",
    "cpu.pressure",
    "some",
    MICROSECONDS,
    "node_cgroup_pressure_cpu_waiting_seconds_total",
    "Time in which a task or more waited for a CPU.",
  ],
  [
    "counter",
    "cpu.pressure",
    "full",
    MICROSECONDS,
    "node_cgroup_pressure_cpu_stalled_seconds_total",
    "Time in which all busy tasks waited for a CPU at once.",
  ],
  [
    "counter",
    "memory.pressure",
    "some",
    MICROSECONDS,
    "node_cgroup_pressure_memory_waiting_seconds_total",
    "Time in which a task or more waited for memory.",
  ],
  [
    "counter",
    "memory.pressure",
    "full",
    MICROSECONDS,
    "node_cgroup_pressure_memory_stalled_seconds_total",
    "Time in which all busy tasks waited for memory at once.",
  ],
  [
    "counter",
    "io.pressure",
    "some",
    MICROSECONDS,
    "node_cgroup_pressure_io_waiting_seconds_total",
    "Time in which a task or more waited for I/O.",
  ],
  [
    "counter",
    "io.pressure",
    "full",
    MICROSECONDS,
    "node_cgroup_pressure_io_stalled_seconds_total",
    "Time in which all busy tasks waited for I/O at once.",
  ],
];

/** Numbers of a cgroup in the order in which they are read (Documentation/admin-guide/cgroup-v2.rst). */
export const CGROUP_NUMBERS: readonly CgroupNumber[] = ROWS.map(([type, file, key, per, name, help]) => ({
  type,
  file,
  key,
  per,
  name,
  help,
}));

/** Families of io.stat, by position in IO_KEYS. */
export const CGROUP_IO_NUMBERS: readonly { readonly name: string; readonly help: string }[] = [
  { name: "node_cgroup_io_read_bytes_total", help: "Bytes read from the device." },
  { name: "node_cgroup_io_written_bytes_total", help: "Bytes written to the device." },
  { name: "node_cgroup_io_reads_total", help: "Reads from the device." },
  { name: "node_cgroup_io_writes_total", help: "Writes to the device." },
  { name: "node_cgroup_io_discarded_bytes_total", help: "Bytes discarded on the device." },
  { name: "node_cgroup_io_discards_total", help: "Discards on the device." },
];
