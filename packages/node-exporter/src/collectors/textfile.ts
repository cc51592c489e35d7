import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { createTextfileReader } from "../textfile/textfile-reader.ts";

export const textfile: CollectorDefinition<Host> = defineCollector({
  name: "textfile",
  help: "Metrics that other programs leave in *.prom files, in the text exposition format.",
  enabledByDefault: true,
  options: {
    directories: {
      flag: "collector.textfile.directory",
      type: "strings",
      default: [],
      placeholder: "GLOB",
      help: "Folder with *.prom files, or a glob for several; write them aside and rename them into place.",
    },
  },
  setup: ({ directories }, _host: Host) => createTextfileReader(directories),
  read: (host: Host, signal, reader) => {
    signal.throwIfAborted();
    return reader.read(signal, host.now());
  },
  families: (family) => [
    family.foreign({
      help: "Whatever families the files hold, with their own names, types and labels.",
      families: ({ families }) => families,
    }),
    family({
      name: "node_textfile_mtime_seconds",
      type: "gauge",
      labels: ["file"],
      help: "Unix time of the last change of a textfile that was read without an error.",
      samples: ({ mtimes }, emit) => {
        for (const { path, seconds } of mtimes) emit(seconds, path);
      },
    }),
    family({
      name: "node_textfile_scrape_error",
      type: "gauge",
      help: "Whether any textfile or its folder could not be read, parsed or merged: 1 for an error.",
      samples: ({ errors }, emit) => emit(errors.length > 0 ? 1 : 0),
    }),
  ],
});
