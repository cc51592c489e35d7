import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { MEMORY_NAMES } from "./memory-names.ts";
import type { PortablePlatform } from "./portable-source.ts";
import { sourceOf } from "./source-of.ts";

/** How much memory and swap there is, and how much of it is free. */
export const portableMemory = (platform: PortablePlatform): CollectorDefinition<Host> =>
  defineCollector({
    name: "meminfo",
    help: "How memory and swap are used, from the operating system's tools.",
    enabledByDefault: true,
    read: (host: Host) => sourceOf(host).memory(),
    families: (family) =>
      MEMORY_NAMES[platform].map(({ name, help, of, lintExempt }) =>
        family({
          name,
          type: "gauge",
          help,
          ...(lintExempt !== undefined && { lintExempt }),
          samples: (memory, emit) => {
            const value = of(memory);
            if (typeof value === "number" && Number.isFinite(value)) emit(value);
          },
        }),
      ),
  });
