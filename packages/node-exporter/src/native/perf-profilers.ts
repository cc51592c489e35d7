import { PERF_TYPE, type PerfEvent } from "./perf-event.ts";

/** Which of three flags chooses a profiler. */
export type ProfilerKind = "hardware" | "software" | "cache";

/** One event that is counted on each CPU. */
export interface Profiler extends PerfEvent {
  readonly kind: ProfilerKind;
  /** As the flags name it. */
  readonly name: string;
  readonly family: string;
  readonly help: string;
}

type Row = readonly [name: string, config: number, family: string, help: string];

/** perf_hw_id */
const HARDWARE: readonly Row[] = [
  ["CpuCycles", 0, "node_perf_cpucycles_total", "CPU cycles, which pass faster at a higher frequency."],
  ["CpuInstr", 1, "node_perf_instructions_total", "Instructions that the CPU retired."],
  ["BranchInstr", 4, "node_perf_branch_instructions_total", "Branch instructions that the CPU retired."],
  ["BranchMisses", 5, "node_perf_branch_misses_total", "Branches that the CPU predicted wrongly."],
  ["CacheRef", 2, "node_perf_cache_refs_total", "Accesses to a cache, as a rule to the last level's."],
  [
    "CacheMisses",
    3,
    "node_perf_cache_misses_total",
    "Accesses that a cache, as a rule the last level's, could not serve.",
  ],
  ["RefCpuCycles", 9, "node_perf_ref_cpucycles_total", "CPU cycles at a constant reference frequency."],
  [
    "StalledCyclesBackend",
    8,
    "node_perf_stalled_cycles_backend_total",
    "Cycles in which execution waited for a resource.",
  ],
  [
    "StalledCyclesFrontend",
    7,
    "node_perf_stalled_cycles_frontend_total",
    "Cycles in which no instruction was ready to be executed.",
  ],
];

/** perf_sw_ids */
const SOFTWARE: readonly Row[] = [
  ["PageFault", 2, "node_perf_page_faults_total", "Page faults of all that ran on the CPU."],
  ["ContextSwitch", 3, "node_perf_context_switches_total", "Switches from one thread to another on the CPU."],
  ["CpuMigration", 4, "node_perf_cpu_migrations_total", "Threads that moved to the CPU from another."],
  ["MinorFault", 5, "node_perf_minor_faults_total", "Page faults that were served without reading from a disk."],
  ["MajorFault", 6, "node_perf_major_faults_total", "Page faults for which a disk had to be read."],
];

/** perf_hw_cache_id, and within `config` the operation in the second byte and the result in the third. */
const [L1D, L1I, LL, DTLB, ITLB, BPU] = [0, 1, 2, 3, 4, 5] as const;
const WRITE = 1 << 8;
const MISS = 1 << 16;

const CACHE: readonly Row[] = [
  ["L1DataReadHit", L1D, "node_perf_cache_l1d_read_hits_total", "Reads of the first level's data cache."],
  [
    "L1DataReadMiss",
    L1D | MISS,
    "node_perf_cache_l1d_read_misses_total",
    "Reads that the first level's data cache missed.",
  ],
  ["L1DataWriteHit", L1D | WRITE, "node_perf_cache_l1d_write_hits_total", "Writes to the first level's data cache."],
  [
    "L1InstrReadMiss",
    L1I | MISS,
    "node_perf_cache_l1_instr_read_misses_total",
    "Reads that the first level's instruction cache missed.",
  ],
  ["InstrTLBReadHit", ITLB, "node_perf_cache_tlb_instr_read_hits_total", "Lookups in the instruction TLB."],
  [
    "InstrTLBReadMiss",
    ITLB | MISS,
    "node_perf_cache_tlb_instr_read_misses_total",
    "Lookups that the instruction TLB missed.",
  ],
  ["DataTLBReadHit", DTLB, "node_perf_cache_tlb_data_read_hits_total", "Lookups in the data TLB for reads."],
  [
    "DataTLBReadMiss",
    DTLB | MISS,
    "node_perf_cache_tlb_data_read_misses_total",
    "Lookups for reads that the data TLB missed.",
  ],
  ["DataTLBWriteHit", DTLB | WRITE, "node_perf_cache_tlb_data_write_hits_total", "Lookups in the data TLB for writes."],
  [
    "DataTLBWriteMiss",
    DTLB | WRITE | MISS,
    "node_perf_cache_tlb_data_write_misses_total",
    "Lookups for writes that the data TLB missed.",
  ],
  ["LLReadHit", LL, "node_perf_cache_ll_read_hits_total", "Reads of the last level's cache."],
  ["LLReadMiss", LL | MISS, "node_perf_cache_ll_read_misses_total", "Reads that the last level's cache missed."],
  ["LLWriteHit", LL | WRITE, "node_perf_cache_ll_write_hits_total", "Writes to the last level's cache."],
  [
    "LLWriteMiss",
    LL | WRITE | MISS,
    "node_perf_cache_ll_write_misses_total",
    "Writes that the last level's cache missed.",
  ],
  ["BPUReadHit", BPU, "node_perf_cache_bpu_read_hits_total", "Lookups in the branch predictor."],
  ["BPUReadMiss", BPU | MISS, "node_perf_cache_bpu_read_misses_total", "Lookups that the branch predictor missed."],
];

const profilersOf = (kind: ProfilerKind, rows: readonly Row[]): readonly Profiler[] =>
  rows.map(([name, config, family, help]) => ({ kind, type: PERF_TYPE[kind], config, name, family, help }));

/** Every profiler, in the order in which they are read. */
export const PROFILERS: readonly Profiler[] = [
  ...profilersOf("hardware", HARDWARE),
  ...profilersOf("software", SOFTWARE),
  ...profilersOf("cache", CACHE),
];

/**
 * Whether a profiler is wanted by the names that its kind's flag was given: all are when it was given none that is known,
 * as in node_exporter.
 */
export function isChosen({ kind, name }: Profiler, chosen: readonly string[]): boolean {
  return chosen.includes(name) || !PROFILERS.some((known) => known.kind === kind && chosen.includes(known.name));
}
