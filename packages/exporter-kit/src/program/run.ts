import { appliedRuntimeProfile } from "../applied-runtime-profile.ts";
import { expandArgumentFiles } from "../flags/argument-files.ts";
import type { Environment } from "../flags/environment.ts";
import { parseArguments } from "../flags/parse-arguments.ts";
import { UsageError } from "../flags/usage-error.ts";
import { createLogger, escapeControl, type Logger } from "../log.ts";
import { modulePathsOf } from "../modules/module-paths.ts";
import type { WebServer } from "../web/index.ts";
import type { Program } from "./define-program.ts";
import { createInstance, type InstanceContext } from "./instance.ts";
import { programFlags } from "./program-flags.ts";
import { reloadFields } from "./reload-change.ts";
import { createInstanceHolder, type CommandLine, type InstanceHolder } from "./reload.ts";
import { loadSettings, type Settings } from "./settings.ts";
import { versionText } from "./version-text.ts";

/** The signals that a program listens to. `process` is one. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
}

/** What a program takes from the process that it runs in. */
export interface ProgramContext {
  readonly env: Environment;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly signals: SignalSource;
  /** The user that the process runs as, where the system has such a number. */
  readonly uid?: number | undefined;
  /** How the program was called, for help and errors; its name when absent. */
  readonly usage?: string;
  /** Told the addresses once the server answers. */
  readonly onListening?: (addresses: readonly string[]) => void;
}

const processContext = (): ProgramContext => ({
  env: process.env,
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  signals: process,
  uid: process.getuid?.(),
});

interface StopWatch {
  /** Fulfilled by the first signal to stop. From then on a second one has its usual effect: it ends the process. */
  readonly stopped: Promise<NodeJS.Signals>;
  readonly cancel: () => void;
}

/** Listens for signals: SIGTERM and SIGINT stop, SIGHUP reloads. */
function watchSignals(signals: SignalSource, reload: () => void): StopWatch {
  let stop: (signal: NodeJS.Signals) => void = () => {};
  const cancel = (): void => {
    signals.off("SIGTERM", stop);
    signals.off("SIGINT", stop);
    signals.off("SIGHUP", reload);
  };
  const stopped = new Promise<NodeJS.Signals>((resolve) => {
    stop = (signal) => {
      cancel();
      resolve(signal);
    };
  });
  signals.on("SIGTERM", stop);
  signals.on("SIGINT", stop);
  signals.on("SIGHUP", reload);
  return { stopped, cancel };
}

function logStart(program: Program, settings: Settings, log: Logger, uid: number | undefined): void {
  log.info(`Starting ${program.name}`, { version: program.version, runtime: `node ${process.versions.node}` });
  if (uid === 0) {
    log.warn("The program runs as root, which it has no need of; give it a user without privileges");
  }
  for (const { message, fields } of settings.warnings) {
    log.warn(message, fields);
  }
  for (const { name, shown, origin, place } of settings.options.all) {
    if (origin !== "default") {
      log.debug("Option", { key: name, value: shown, origin, place });
    }
  }
  if (settings.options.get("runtime.gomaxprocs").origin !== "default") {
    log.debug("The option has no effect: one thread runs the program", { key: "runtime.gomaxprocs" });
  }
  const profile = appliedRuntimeProfile();
  if (profile !== undefined && profile !== settings.global.runtimeProfile) {
    log.warn("The runtime profile can only be chosen on the command line itself or in the environment", {
      wanted: settings.global.runtimeProfile,
      applied: profile,
    });
  }
  log.info("Enabled collectors", {
    count: settings.collectors.length,
    names: settings.collectors.map(({ definition }) => definition.name).join(","),
  });
}

/** How long nobody may have scraped before collectors run by themselves, and how long they may take then. */
const SURVEY_AFTER_MS = 1_000;
const SURVEY_MS = 1_000;

/** Runs all collectors once unless a scrape does it first. Gives what cancels that. */
function surveyLater(holder: InstanceHolder): () => void {
  const timer = setTimeout(() => {
    const { registry } = holder.current();
    if (registry.status().every(({ finishedAtMs }) => finishedAtMs === 0)) {
      // What goes wrong is logged collector by collector.
      registry.collect({ deadlineMs: SURVEY_MS }).catch(() => {});
    }
  }, SURVEY_AFTER_MS);
  timer.unref();
  return () => clearTimeout(timer);
}

async function runServer(line: CommandLine, settings: Settings, log: Logger, context: ProgramContext): Promise<number> {
  const { program } = line;
  // Loaded here: help, version and a wrong flag need neither express nor prom-client.
  const [{ createTelemetry }, { serve }] = await Promise.all([import("../telemetry.ts"), import("./serve.ts")]);
  const telemetry = createTelemetry({ disabled: settings.global.disableExporterMetrics });
  const instanceContext: InstanceContext = {
    log,
    telemetry: telemetry.families,
    onLoss: () => telemetry.hooks.observeError("gathering"),
  };
  let holder: InstanceHolder | undefined;
  let server: WebServer | undefined;
  let ready = false;
  let endSurvey = (): void => {};
  const reload = async (): Promise<void> => {
    try {
      const change = await holder?.reload();
      await server?.reload();
      telemetry.hooks.observeReload(true);
      log.info("Configuration reloaded", change === undefined ? {} : reloadFields(change));
    } catch (error) {
      telemetry.hooks.observeReload(false);
      throw error;
    }
  };
  // Listened to before the server is up: a signal that comes while it starts must not be lost.
  const watch = watchSignals(context.signals, () => {
    reload().catch((error: unknown) => log.error("Reload failed; the old configuration stays in use", { err: error }));
  });
  try {
    holder = createInstanceHolder(line, await createInstance(program, settings, instanceContext), instanceContext);
    server = await serve({ program, holder, telemetry, log, ready: () => ready, reload });
    ready = true;
    if (program.surveysAtStart === true) endSurvey = surveyLater(holder);
    context.onListening?.(server.addresses);
    const signal = await watch.stopped;
    log.info("Stopping", { signal });
    ready = false;
    await server.close(settings.global.shutdownTimeoutMs);
    return 0;
  } finally {
    endSurvey();
    watch.cancel();
    telemetry.close();
    await holder?.close();
  }
}

async function runParsed(line: CommandLine, context: ProgramContext): Promise<number> {
  const { program } = line;
  const settings = await loadSettings(program, line.table, line.args, line.env);
  const log = createLogger({
    level: settings.global.logLevel,
    format: settings.global.logFormat,
    write: context.stderr,
  });
  try {
    if (settings.global.dryRun) {
      for (const { message, fields } of settings.warnings) {
        log.warn(message, fields);
      }
      const { renderDryRun } = await import("./dry-run.ts");
      const instance = await createInstance(program, settings, {
        log,
        telemetry: () => [],
        onLoss: () => {},
        logsOutcomes: false,
      });
      context.stdout(await renderDryRun(instance));
      await instance.close();
      return 0;
    }
    logStart(program, settings, log, context.uid);
    return await runServer(line, settings, log, context);
  } catch (error) {
    log.error(`${program.name} cannot run`, { err: error });
    return 1;
  }
}

/** Adds the collectors of modules to a program, and loads what that takes only when there are some. */
async function withModules(agent: Program, argv: readonly string[], env: Environment) {
  const table = programFlags(agent);
  const paths = await modulePathsOf(argv, table, env);
  if (paths.length === 0) {
    return { program: agent, table };
  }
  const { addCollectorModules } = await import("../modules/add-collector-modules.ts");
  const program = await addCollectorModules(agent, paths);
  return { program, table: programFlags(program) };
}

/**
 * Runs a program to its end and gives its exit code: 0 after `--help`, `--version`, `--dry-run` or a graceful stop, 1
 * when its configuration is wrong or it cannot serve. It neither ends the process nor throws.
 *
 * @param argv arguments after the program's name.
 */
export async function runProgram(
  agent: Program,
  argv: readonly string[],
  given: Partial<ProgramContext> = {},
): Promise<number> {
  const context: ProgramContext = { ...processContext(), ...given };
  const usage = context.usage ?? agent.name;
  try {
    const expanded = expandArgumentFiles(argv);
    const { program, table } = await withModules(agent, expanded, context.env);
    const args = parseArguments(expanded, table);
    if (args.help) {
      const { renderHelp } = await import("../flags/help.ts");
      context.stdout(renderHelp({ usage, description: program.description }, table));
      return 0;
    }
    if (args.version) {
      context.stdout(versionText(program));
      return 0;
    }
    return await runParsed({ program, table, args, env: context.env }, context);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const hint = error instanceof UsageError ? `, try ${usage} --help` : "";
    context.stderr(`${usage}: error: ${escapeControl(reason)}${hint}\n`);
    return 1;
  }
}
