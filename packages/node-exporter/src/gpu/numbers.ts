/** A unit of the kernel's files: the base unit is the number times `times`, divided by `per`. */
interface Unit {
  readonly times: number;
  readonly per: number;
}

const PLAIN: Unit = { times: 1, per: 1 };
const PERCENT: Unit = { times: 1, per: 100 };
const MEGAHERTZ: Unit = { times: 1_000_000, per: 1 };
const MILLISECONDS: Unit = { times: 1, per: 1000 };

/** Numbers of a GPU as a whole: attributes of its device, which only amdgpu has (Documentation/gpu/amdgpu). */
export const GPU_NUMBERS = [
  {
    name: "node_gpu_busy_ratio",
    type: "gauge",
    attribute: "gpu_busy_percent",
    unit: PERCENT,
    help: "Share of time that the graphics and compute engine is busy, from 0 to 1.",
  },
  {
    name: "node_gpu_memory_busy_ratio",
    type: "gauge",
    attribute: "mem_busy_percent",
    unit: PERCENT,
    help: "Share of time that the memory controller is busy, from 0 to 1.",
  },
  {
    name: "node_gpu_video_busy_ratio",
    type: "gauge",
    attribute: "vcn_busy_percent",
    unit: PERCENT,
    help: "Share of time that the video engine is busy, from 0 to 1.",
  },
  {
    name: "node_gpu_memory_vram_size_bytes",
    type: "gauge",
    attribute: "mem_info_vram_total",
    unit: PLAIN,
    help: "Memory of the GPU.",
  },
  {
    name: "node_gpu_memory_vram_used_bytes",
    type: "gauge",
    attribute: "mem_info_vram_used",
    unit: PLAIN,
    help: "Memory of the GPU that is in use.",
  },
  {
    name: "node_gpu_memory_visible_vram_size_bytes",
    type: "gauge",
    attribute: "mem_info_vis_vram_total",
    unit: PLAIN,
    help: "Memory of the GPU that the processor can reach.",
  },
  {
    name: "node_gpu_memory_visible_vram_used_bytes",
    type: "gauge",
    attribute: "mem_info_vis_vram_used",
    unit: PLAIN,
    help: "Memory in use out of what the processor can reach.",
  },
  {
    name: "node_gpu_memory_gtt_size_bytes",
    type: "gauge",
    attribute: "mem_info_gtt_total",
    unit: PLAIN,
    help: "System memory that the GPU may map by its translation table (GTT).",
  },
  {
    name: "node_gpu_memory_gtt_used_bytes",
    type: "gauge",
    attribute: "mem_info_gtt_used",
    unit: PLAIN,
    help: "System memory that the GPU maps by its translation table (GTT).",
  },
  {
    name: "node_gpu_pcie_replays_total",
    type: "counter",
    attribute: "pcie_replay_count",
    unit: PLAIN,
    help: "Packets that were sent again over PCI Express, which hints at a bad link.",
  },
] as const;

/** Numbers of one clock domain or graphics tile (GT) of a GPU, in the order in which readers give them. */
export const DOMAIN_NUMBERS = [
  {
    name: "node_gpu_frequency_hertz",
    type: "gauge",
    unit: MEGAHERTZ,
    help: "Frequency that the domain runs at.",
  },
  {
    name: "node_gpu_frequency_requested_hertz",
    type: "gauge",
    unit: MEGAHERTZ,
    help: "Frequency that the driver asked for; power and temperature may allow less.",
  },
  {
    name: "node_gpu_frequency_min_hertz",
    type: "gauge",
    unit: MEGAHERTZ,
    help: "Least frequency that the hardware has for the domain.",
  },
  {
    name: "node_gpu_frequency_max_hertz",
    type: "gauge",
    unit: MEGAHERTZ,
    help: "Greatest frequency that the hardware has for the domain.",
  },
  {
    name: "node_gpu_scaling_frequency_min_hertz",
    type: "gauge",
    unit: MEGAHERTZ,
    help: "Least frequency that is set for the domain.",
  },
  {
    name: "node_gpu_scaling_frequency_max_hertz",
    type: "gauge",
    unit: MEGAHERTZ,
    help: "Greatest frequency that is set for the domain.",
  },
  {
    name: "node_gpu_idle_residency_seconds_total",
    type: "counter",
    unit: MILLISECONDS,
    help: "Time that the domain has spent powered down for want of work (RC6 and C6).",
  },
  {
    name: "node_gpu_throttled",
    type: "gauge",
    unit: PLAIN,
    help: "Whether power, current or temperature keep the domain below the frequency asked for (1) or not (0).",
  },
] as const;

/** A number of a kernel file in base units; undefined stays so. */
export const inBaseUnit = (value: number | undefined, { times, per }: Unit): number | undefined =>
  value === undefined ? undefined : (value * times) / per;
