import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { parseFileNr } from "../procfs/file-nr.ts";

export const filefd: CollectorDefinition<Host> = defineCollector({
  name: "filefd",
  help: "Open file handles of the machine and their limit, from /proc/sys/fs/file-nr.",
  enabledByDefault: true,
  read: (host: Host) => parseFileNr(host.proc.hot("sys/fs/file-nr", 0)),
  families: (family) => [
    family({
      name: "node_filefd_allocated",
      type: "gauge",
      help: "File handles that are in use on the whole machine.",
      samples: (handles, emit) => emit(handles.allocated),
    }),
    family({
      name: "node_filefd_maximum",
      type: "gauge",
      help: "File handles that the kernel will hand out at most (fs.file-max).",
      samples: (handles, emit) => emit(handles.maximum),
    }),
  ],
});
