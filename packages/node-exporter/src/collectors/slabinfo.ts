import { DeniedError, defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { createDeviceFilter } from "../device-filter.ts";
import { hasCode, orNoData } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { rememberNames } from "../name-selection.ts";
import { parseSlabinfo, type Slab } from "../procfs/slabinfo.ts";

const FAMILIES = [
  ["node_slabinfo_active_objects", "activeObjects", "Objects of the slab cache that are in use."],
  ["node_slabinfo_objects", "objects", "Objects that are allocated for the slab cache, in use or not."],
  ["node_slabinfo_object_size_bytes", "objectBytes", "Size of an object of the slab cache."],
  ["node_slabinfo_objects_per_slab", "objectsPerSlab", "Objects that one slab of the cache holds."],
  ["node_slabinfo_pages_per_slab", "pagesPerSlab", "Pages that one slab of the cache takes."],
] as const;

function readSlabinfo({ proc }: Host): string {
  try {
    return orNoData(
      () => proc.hot("slabinfo"),
      `the kernel does not tell of its slabs: ${proc.root}/slabinfo is absent`,
    );
  } catch (error) {
    if (!hasCode(error, "EACCES", "EPERM")) throw error;
    throw new DeniedError(`${proc.root}/slabinfo is readable by root only: run as root or give CAP_DAC_READ_SEARCH`);
  }
}

export const slabinfo: CollectorDefinition<Host> = defineCollector({
  name: "slabinfo",
  help: "Caches of the kernel's slab allocator, from /proc/slabinfo, which only root may read.",
  enabledByDefault: false,
  options: {
    include: {
      flag: "collector.slabinfo.slabs-include",
      type: "regex",
      default: ".*",
      help: "Slab caches to expose.",
    },
    exclude: {
      flag: "collector.slabinfo.slabs-exclude",
      type: "regex",
      default: "",
      help: "Slab caches to leave out.",
    },
  },
  setup: (options, _host: Host) => {
    const ignored = createDeviceFilter(options);
    return rememberNames((slab) => (ignored(slab) ? undefined : slab));
  },
  read: (host: Host, _signal, nameOf) => parseSlabinfo(readSlabinfo(host), nameOf),
  families: (family) =>
    FAMILIES.map(([name, key, help]) =>
      family({
        name,
        type: "gauge",
        labels: ["slab"],
        help,
        samples: (slabs, emit) => {
          for (let at = 0; at < slabs.length; at += 1) {
            const slab = slabs[at] as Slab;
            emit(slab[key], slab.name);
          }
        },
      }),
    ),
});
