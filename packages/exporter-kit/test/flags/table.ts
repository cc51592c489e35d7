import type { OptionSpecs } from "@sightglass/metrics-registry";
import { createFlagTable, flagEntries, type FlagTable } from "../../src/flags/flag-table.ts";

/** One option of each type, as the tests of flags and configuration use them. */
export const SPECS = {
  listen: {
    flag: "web.listen-address",
    type: "strings",
    default: [":9100"],
    help: "Where to listen.",
    placeholder: "ADDRESS",
  },
  max: { flag: "web.max-requests", type: "integer", default: 40, min: 0, help: "Parallel requests." },
  ratio: { flag: "test.ratio", type: "number", default: 0.5, min: 0, max: 1, help: "A share." },
  wait: { flag: "test.wait", type: "duration", default: "5s", help: "How long." },
  level: { flag: "log.level", type: "choice", default: "info", choices: ["debug", "info"], help: "Least level." },
  exclude: {
    flag: "collector.net.device-exclude",
    type: "regex",
    default: "^lo$",
    help: "Devices left out.",
    aliases: ["collector.net.ignored-devices"],
  },
  path: {
    flag: "path.procfs",
    type: "string",
    default: "/proc",
    help: "procfs.",
    check: (text: string) => (text.startsWith("/") ? undefined : "it must start with /"),
  },
  procs: { flag: "runtime.gomaxprocs", type: "integer", default: 1, help: "No effect.", env: "GOMAXPROCS" },
  net: { flag: "collector.net", type: "boolean", default: true, help: "Network." },
  secret: { flag: "test.secret", type: "boolean", default: false, hidden: true, help: "For tests." },
} as const satisfies OptionSpecs;

export const createTestTable = (): FlagTable =>
  createFlagTable([
    ...flagEntries(SPECS, "General"),
    ...flagEntries(
      { file: { flag: "config.file", type: "string", default: "", help: "File." } },
      "General",
      new Set(["config.file"]),
    ),
  ]);
