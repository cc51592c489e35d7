import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { createErrorReporter } from "../textfile/error-reporter.ts";
import { createNetworkFolders, type AnsweringFolders } from "../textfile/network-folders.ts";
import { createTextfileReader, type TextfileData } from "../textfile/textfile-reader.ts";

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
    maxAge: {
      flag: "collector.textfile.max-age",
      type: "duration",
      default: "0s",
      check: (milliseconds) => (milliseconds < 0 ? "it must not be negative" : undefined),
      help: "Age from which on a file is left out and counts as an error; 0s for none.",
    },
    mergesHelp: {
      flag: "collector.textfile.merge-help",
      type: "boolean",
      default: true,
      help: "Keep series of files that disagree on a help text; otherwise only those of the first file, as node_exporter does.",
    },
  },
  setup: ({ directories, maxAge, mergesHelp }, host: Host) => ({
    folders: createNetworkFolders(directories),
    reader: createTextfileReader({ maxAgeMs: maxAge, keepsOtherHelp: mergesHelp }),
    report: createErrorReporter((err) =>
      host.warn?.("Part of a textfile is not exposed", { collector: "textfile", err }),
    ),
  }),
  read: (host: Host, signal, { folders, reader, report }) => {
    signal.throwIfAborted();
    const read = (answering: AnsweringFolders): TextfileData => {
      const data = reader.read(answering, signal, host.now());
      report(data.errors);
      return data;
    };
    const answering = folders.answering(signal);
    return answering instanceof Promise ? answering.then(read) : read(answering);
  },
  families: (family) => [
    family.foreign({
      help: "Whatever families the files hold, with their own names, types and labels.",
      families: ({ families }) => families,
    }),
    family({
      name: "node_textfile_file_error",
      type: "gauge",
      labels: ["file"],
      help: "Whether a part of the textfile, or the folder itself, is not exposed: 1 for an error, which the log describes.",
      samples: ({ files }, emit) => {
        for (const { path, failed } of files) emit(failed ? 1 : 0, path);
      },
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
