import { defineCollector, NoDataError } from "@sightglass/metrics-registry";
import { defineProgram, type Program } from "../../src/program/define-program.ts";

/** What the fixture's collectors read. */
export interface FixtureSource {
  readonly root: string;
  closed: boolean;
}

const alpha = defineCollector({
  name: "alpha",
  help: "Two numbers.",
  enabledByDefault: true,
  options: {
    exclude: {
      flag: "collector.alpha.exclude",
      type: "regex",
      default: "^two$",
      help: "Names left out.",
      aliases: ["collector.alpha.ignored"],
    },
  },
  read: (source: FixtureSource, _signal, { exclude }) => {
    const names = ["one", "two"].filter((name) => exclude?.test(name) !== true);
    return names.map((name) => ({ name, root: source.root }));
  },
  families: (family) => [
    family({
      name: "test_alpha",
      type: "gauge",
      labels: ["name", "root"],
      help: "A number for each name.",
      samples: (rows, emit) => {
        for (const { name, root } of rows) emit(1, name, root);
      },
    }),
  ],
});

const beta = defineCollector({
  name: "beta",
  help: "A number that is off by default.",
  enabledByDefault: false,
  options: {
    mode: { flag: "collector.beta.mode", type: "string", default: "", help: "Refused when it is bad." },
  },
  setup: ({ mode }) => {
    if (mode === "bad") throw new Error("--collector.beta.mode cannot be bad");
    return mode;
  },
  read: (_source: FixtureSource) => 2,
  families: (family) => [
    family({ name: "test_beta", type: "gauge", help: "Two.", samples: (value, emit) => emit(value) }),
  ],
});

const gamma = defineCollector({
  name: "gamma",
  help: "Hardware that is not there.",
  enabledByDefault: true,
  read: (_source: FixtureSource): number => {
    throw new NoDataError("no such\nhardware");
  },
  families: (family) => [
    family({ name: "test_gamma", type: "gauge", help: "Never.", samples: (value, emit) => emit(value) }),
  ],
});

/** Sources that programs of this module made, in order. */
export const sources: FixtureSource[] = [];

/** A program with three collectors, one of them off by default and one without data. */
export const fixtureProgram: Program = defineProgram({
  name: "test_exporter",
  command: "test",
  description: "Exposes numbers for tests.",
  version: "1.2.3",
  defaultListenAddress: "127.0.0.1:0",
  health: { success: "test_success", duration: "test_duration_seconds", status: "test_status" },
  buildInfoFamily: "test_build_info",
  options: {
    root: { flag: "path.root", type: "string", default: "/", help: "Where to read from." },
  },
  collectors: [gamma, beta, alpha],
  createSource: ({ root }) => {
    const source = { root, closed: false };
    sources.push(source);
    return source;
  },
  closeSource: (source) => {
    source.closed = true;
  },
});
