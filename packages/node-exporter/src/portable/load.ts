import { loadavg } from "node:os";
import { defineCollector, UnsupportedError, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import type { PortablePlatform } from "./portable-source.ts";

/** Load averages, where the system has them. */
export const portableLoad = (platform: PortablePlatform): CollectorDefinition<Host> =>
  defineCollector({
    name: "loadavg",
    help: "Load averages over one, five and fifteen minutes, from getloadavg(3).",
    enabledByDefault: platform !== "windows",
    read: (_host: Host) => {
      if (platform === "windows") throw new UnsupportedError("Windows has no load averages");
      return loadavg();
    },
    families: (family) => [
      family({
        name: "node_load1",
        type: "gauge",
        help: "Tasks that run or wait for a CPU, averaged over one minute.",
        samples: ([load], emit) => emit(load ?? 0),
      }),
      family({
        name: "node_load5",
        type: "gauge",
        help: "Tasks that run or wait for a CPU, averaged over five minutes.",
        samples: ([, load], emit) => emit(load ?? 0),
      }),
      family({
        name: "node_load15",
        type: "gauge",
        help: "Tasks that run or wait for a CPU, averaged over fifteen minutes.",
        samples: ([, , load], emit) => emit(load ?? 0),
      }),
    ],
  });
