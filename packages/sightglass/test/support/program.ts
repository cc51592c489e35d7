import { defineProgram, type Program } from "@sightglass/exporter-kit";
import { defineCollector } from "@sightglass/metrics-registry";

const cpu = defineCollector({
  name: "cpu",
  help: "Processors.",
  enabledByDefault: true,
  read: () => 1,
  families: (family) => [
    family({ name: "node_cpu_info", type: "gauge", help: "Facts.", samples: (value, emit) => emit(value) }),
    family({ name: "node_cpu_seconds_total", type: "counter", help: "Time.", samples: (value, emit) => emit(value) }),
  ],
});

const swap = defineCollector({
  name: "swap",
  help: "Swap space.",
  enabledByDefault: false,
  read: () => 1,
  families: (family) => [
    family.dynamic({ prefix: "node_swap_", type: "gauge", help: "Sizes.", samples: () => undefined }),
    family.dynamic({ prefix: "node_swap_long_", type: "gauge", help: "More sizes.", samples: () => undefined }),
  ],
});

/** A program with a collector that is on and one that is off. */
export const testProgram: Program = defineProgram({
  name: "test_exporter",
  command: "test",
  description: "For tests.",
  version: "1.2.3",
  defaultListenAddress: "127.0.0.1:0",
  health: {
    success: "node_scrape_collector_success",
    duration: "node_scrape_collector_duration_seconds",
    status: "node_scrape_collector_status",
  },
  buildInfoFamily: "test_build_info",
  options: {},
  collectors: [cpu, swap],
  createSource: () => ({}),
});
