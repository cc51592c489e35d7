import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { FileTree } from "../file-tree.ts";
import type { Host } from "../host.ts";

interface Card {
  readonly card: string;
  readonly memoryVendor: string;
  readonly performanceLevel: string;
  readonly uniqueId: string;
  /** By position in NUMBERS. */
  readonly numbers: readonly number[];
}

const CLASS = "class/drm";
/** A graphics card itself; its connectors are named `card0-DP-1` and the like. */
const CARD = /^card\d+$/;
/** Line of `uevent`, whose first lines name the driver and the PCI device. */
const AMD_DRIVER = "DRIVER=amdgpu";

/** Numeric attributes of amdgpu (Documentation/gpu/amdgpu), each a family of its own. */
const NUMBERS = [
  {
    name: "node_drm_gpu_busy_percent",
    attribute: "gpu_busy_percent",
    help: "Share of time that the graphics engine is busy, in percent.",
  },
  {
    name: "node_drm_memory_gtt_size_bytes",
    attribute: "mem_info_gtt_total",
    help: "System memory that the card may map by its translation table (GTT).",
  },
  {
    name: "node_drm_memory_gtt_used_bytes",
    attribute: "mem_info_gtt_used",
    help: "System memory that the card maps by its translation table (GTT).",
  },
  {
    name: "node_drm_memory_vis_vram_size_bytes",
    attribute: "mem_info_vis_vram_total",
    help: "Memory of the card that the processor can reach.",
  },
  {
    name: "node_drm_memory_vis_vram_used_bytes",
    attribute: "mem_info_vis_vram_used",
    help: "Memory in use out of what the processor can reach.",
  },
  {
    name: "node_drm_memory_vram_size_bytes",
    attribute: "mem_info_vram_total",
    help: "Memory of the card.",
  },
  {
    name: "node_drm_memory_vram_used_bytes",
    attribute: "mem_info_vram_used",
    help: "Memory of the card that is in use.",
  },
] as const;

function readCard(sys: FileTree, card: string): Card {
  const device = `${CLASS}/${card}/device`;
  return {
    card,
    memoryVendor: sys.attribute(`${device}/mem_info_vram_vendor`) ?? "",
    performanceLevel: sys.attribute(`${device}/power_dpm_force_performance_level`) ?? "",
    uniqueId: sys.attribute(`${device}/unique_id`) ?? "",
    // What a card does not tell is 0 in node_exporter.
    numbers: NUMBERS.map(({ attribute }) => sys.number(`${device}/${attribute}`) ?? 0),
  };
}

/** Graphics cards of AMD, under node_exporter's names. */
export const drm: CollectorDefinition<Host> = defineCollector({
  name: "drm",
  help: "Load and memory of AMD graphics cards, from /sys/class/drm.",
  enabledByDefault: false,
  isSteady: true,
  read: ({ sys }: Host) =>
    sys
      .listIfPresent(CLASS)
      .filter((name) => CARD.test(name))
      .filter((card) => sys.attribute(`${CLASS}/${card}/device/uevent`)?.includes(AMD_DRIVER) === true)
      .map((card) => readCard(sys, card)),
  families: (family) => [
    family({
      name: "node_drm_card_info",
      type: "gauge",
      labels: ["card", "memory_vendor", "power_performance_level", "unique_id", "vendor"],
      help: "Identity and power setting of the card as labels; the value is always 1.",
      samples: (cards, emit) => {
        for (const { card, memoryVendor, performanceLevel, uniqueId } of cards) {
          emit(1, card, memoryVendor, performanceLevel, uniqueId, "amd");
        }
      },
    }),
    ...NUMBERS.map(({ name, help }, at) =>
      family({
        name,
        type: "gauge",
        labels: ["card"],
        help,
        samples: (cards, emit) => {
          for (const { card, numbers } of cards) emit(numbers[at] as number, card);
        },
      }),
    ),
  ],
});
