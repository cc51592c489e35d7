import type { FlagTable } from "../flags/flag-table.ts";
import type { Environment } from "../flags/environment.ts";
import type { ParsedArguments } from "../flags/parse-arguments.ts";
import type { Logger } from "../log.ts";
import type { Program } from "./define-program.ts";
import { effectiveConfiguration } from "./effective-configuration.ts";
import { globalOptionSpecs, RELOADED_FLAGS } from "./global-options.ts";
import { createInstance, type Instance, type InstanceContext } from "./instance.ts";
import { reloadChange, type ReloadChange } from "./reload-change.ts";
import { loadSettings, type Settings } from "./settings.ts";

/** A program's command line, as it was given once and for all. */
export interface CommandLine {
  readonly program: Program;
  readonly table: FlagTable;
  readonly args: ParsedArguments;
  readonly env: Environment;
}

/** Holds the instance in use and replaces it. */
export interface InstanceHolder {
  readonly current: () => Instance;
  /**
   * Reads the configuration again, puts it to use, and tells what that changed. Rejects with what is wrong with it, and
   * then nothing has changed.
   */
  reload(): Promise<ReloadChange>;
  /** Frees the instance in use. */
  close(): Promise<void>;
}

/** By then no scrape that began on a replaced instance can still be running: no deadline is longer. */
const CLOSE_AFTER_MS = 70_000;

/** How long the collection may take that tells what a reload changed; scrapes go on meanwhile. */
const MOST_COLLECT_MS = 5_000;

function warnAboutFixed(program: Program, before: Settings, after: Settings, log: Logger): void {
  for (const { flag } of Object.values(globalOptionSpecs(program))) {
    if (!RELOADED_FLAGS.has(flag) && String(before.options.get(flag).raw) !== String(after.options.get(flag).raw)) {
      log.warn("The change takes effect after a restart only", { key: flag });
    }
  }
}

/** Makes the holder of a first instance. */
export function createInstanceHolder(line: CommandLine, first: Instance, context: InstanceContext): InstanceHolder {
  const { log } = context;
  let current = first;

  /** Collects once under the new configuration, which is in use already: only that tells its families and series. */
  async function changeFrom(previous: Instance, next: Instance): Promise<ReloadChange> {
    const before = effectiveConfiguration(line.program, previous.settings, previous.registry);
    const { collectorTimeoutMs } = next.settings.global;
    await next.registry.collect({ deadlineMs: Math.min(collectorTimeoutMs, MOST_COLLECT_MS) });
    const after = effectiveConfiguration(line.program, next.settings, next.registry);
    const fixed = Object.values(globalOptionSpecs(line.program)).map(({ flag }) => flag);
    return reloadChange(before, after, new Set(fixed));
  }

  async function replace(): Promise<ReloadChange> {
    const settings = await loadSettings(line.program, line.table, line.args, line.env);
    const next = await createInstance(line.program, settings, context);
    const previous = current;
    warnAboutFixed(line.program, first.settings, settings, log);
    current = next;
    log.setLevel(settings.global.logLevel);
    for (const { message, fields } of settings.warnings) {
      log.warn(message, fields);
    }
    setTimeout(() => {
      previous.close().catch((error: unknown) => log.warn("Closing the old source failed", { err: error }));
    }, CLOSE_AFTER_MS).unref();
    return changeFrom(previous, next);
  }

  // One after the other: two signals in a row must not leave the older configuration in use.
  let last: Promise<unknown> = Promise.resolve();
  return {
    current: () => current,
    reload: () => {
      const next = last.then(replace);
      last = next.catch(() => {});
      return next;
    },
    close: () => current.close(),
  };
}
