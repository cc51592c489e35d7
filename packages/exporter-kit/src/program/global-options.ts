import type { OptionSpecs } from "@sightglass/metrics-registry";
import { MODULE_FLAG } from "../modules/module-paths.ts";
import { LOG_FORMATS, LOG_LEVELS, type LogFormat, type LogLevel } from "../log.ts";
import { RUNTIME_PROFILES } from "../runtime-profile-names.ts";
import type { Program } from "./define-program.ts";

/** Values of the options that every program has. */
export interface GlobalOptions {
  readonly listenAddresses: readonly string[];
  readonly systemdSocket: boolean;
  readonly webConfigFile: string;
  readonly telemetryPath: string;
  readonly disableExporterMetrics: boolean;
  readonly maxRequests: number;
  readonly enableLifecycle: boolean;
  readonly shutdownTimeoutMs: number;
  readonly delegatedAuthentication: boolean;
  readonly kubeconfig: string;
  readonly collectorTimeoutMs: number;
  readonly timeoutOffsetMs: number;
  readonly disableDefaults: boolean;
  readonly collectorModules: readonly string[];
  readonly configFile: string;
  readonly dryRun: boolean;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  readonly runtimeProfile: string;
  readonly gomaxprocs: number;
}

const notNegative = (milliseconds: number): string | undefined =>
  milliseconds < 0 ? "it must not be negative" : undefined;

const positive = (milliseconds: number): string | undefined =>
  milliseconds <= 0 ? "it must be greater than zero" : undefined;

const RESERVED_PATHS = new Set(["/-/healthy", "/-/ready", "/-/reload", "/-/config", "/-/series"]);

function checkPath(path: string): string | undefined {
  if (!path.startsWith("/")) {
    return "it must start with /";
  }
  return RESERVED_PATHS.has(path) ? "this path is taken" : undefined;
}

/** Flags of the options whose place can only be the command line or the environment: they are read before the file is. */
export const NOT_IN_FILE: ReadonlySet<string> = new Set(["config.file", "dry-run", "runtime.profile"]);

/** Flags that a reload applies; the other global ones wait for a restart. */
export const RELOADED_FLAGS: ReadonlySet<string> = new Set(["log.level", "collector.disable-defaults"]);

const webOptions = (program: Program): OptionSpecs => ({
  listenAddresses: {
    flag: "web.listen-address",
    type: "strings",
    default: [program.defaultListenAddress],
    placeholder: "ADDRESS",
    help: "Address to serve on: host:port, :port for all interfaces, or unix:/path. May be repeated.",
  },
  systemdSocket: {
    flag: "web.systemd-socket",
    type: "boolean",
    default: false,
    help: "Serve on the sockets that systemd passes, instead of the addresses.",
  },
  webConfigFile: {
    flag: "web.config.file",
    type: "string",
    default: "",
    placeholder: "PATH",
    help: "File with TLS, basic authentication, response headers and rate limit of the server.",
  },
  telemetryPath: {
    flag: "web.telemetry-path",
    type: "string",
    default: "/metrics",
    placeholder: "PATH",
    check: checkPath,
    help: "Path under which the metrics are served.",
  },
  disableExporterMetrics: {
    flag: "web.disable-exporter-metrics",
    type: "boolean",
    default: false,
    help: "Leave out the metrics of the program about itself.",
  },
  maxRequests: {
    flag: "web.max-requests",
    type: "integer",
    default: 40,
    min: 0,
    help: "Scrapes that are served at a time; 0 for no limit.",
  },
  enableLifecycle: {
    flag: "web.enable-lifecycle",
    type: "boolean",
    default: false,
    help: "Reload the configuration on POST to /-/reload.",
  },
  shutdownTimeoutMs: {
    flag: "web.shutdown-timeout",
    type: "duration",
    default: "5s",
    check: notNegative,
    help: "How long running requests may take to end after a signal to stop.",
  },
  delegatedAuthentication: {
    flag: "web.auth.delegated",
    type: "boolean",
    default: false,
    help: "Have the Kubernetes API server decide who may scrape (TokenReview and SubjectAccessReview).",
  },
  kubeconfig: {
    flag: "web.auth.kubeconfig",
    type: "string",
    default: "",
    placeholder: "PATH",
    help: "Kubeconfig by which --web.auth.delegated asks; in a pod its ServiceAccount does when there is none.",
  },
});

const processOptions = (program: Program): OptionSpecs => ({
  configFile: {
    flag: "config.file",
    type: "string",
    default: "",
    placeholder: "PATH",
    help: "YAML file with the same keys as the flags, and series_rules. Read again on SIGHUP.",
  },
  dryRun: {
    flag: "dry-run",
    type: "boolean",
    default: false,
    help: "Collect once, print what each collector gave or why it gave nothing (JSON with --log.format=json), and exit.",
  },
  logLevel: {
    flag: "log.level",
    type: "choice",
    default: "info",
    choices: LOG_LEVELS,
    help: "Least severe messages that are logged.",
  },
  logFormat: {
    flag: "log.format",
    type: "choice",
    default: "logfmt",
    choices: LOG_FORMATS,
    help: "Form of log lines.",
  },
  runtimeProfile: {
    flag: "runtime.profile",
    type: "choice",
    default: program.runtimeProfile ?? "small",
    choices: RUNTIME_PROFILES,
    help: "small keeps memory low, fast spends it on speed. Only on the command line or in the environment.",
  },
  gomaxprocs: {
    flag: "runtime.gomaxprocs",
    type: "integer",
    default: 1,
    env: "GOMAXPROCS",
    help: "Accepted for the sake of existing manifests; it has no effect here.",
  },
});

const scrapeOptions: OptionSpecs = {
  collectorTimeoutMs: {
    flag: "collector.timeout",
    type: "duration",
    default: "9.5s",
    check: positive,
    help: "How long collectors may take when the scraper does not send its own timeout.",
  },
  timeoutOffsetMs: {
    flag: "scrape.timeout-offset",
    type: "duration",
    default: "0.5s",
    check: notNegative,
    help: "Taken off the timeout that the scraper sends, so that the answer is there in time.",
  },
  disableDefaults: {
    flag: "collector.disable-defaults",
    type: "boolean",
    default: false,
    help: "Run only the collectors that are named, by flag, environment or file.",
  },
  collectorModules: {
    flag: MODULE_FLAG,
    type: "strings",
    default: [],
    placeholder: "PATH",
    help: "JavaScript module with collectors of your own, which run like the others. May be repeated.",
  },
};

/** The options that every program has, under the names of `GlobalOptions`. */
export function globalOptionSpecs(program: Program): OptionSpecs {
  return { ...webOptions(program), ...scrapeOptions, ...processOptions(program) };
}
