import { createRegistry, type CollectorStatus, type MetricFamily, type Registry } from "@sightglass/metrics-registry";
import type { Logger } from "../log.ts";
import type { Program } from "./define-program.ts";
import type { Settings } from "./settings.ts";
import { buildInfo } from "./version-text.ts";

/** One configuration at work: the collectors and what they read from. A reload makes another one beside it. */
export interface Instance {
  readonly settings: Settings;
  readonly registry: Registry;
  /** Frees the source. */
  close(): Promise<void>;
}

/** What an instance needs beside its configuration. */
export interface InstanceContext {
  readonly log: Logger;
  /** Families of the program about itself, asked on each scrape. */
  readonly telemetry: () => readonly MetricFamily[];
  /** Told once for each kind of loss in a scrape that lost samples to duplicates, clashes or invalid values. */
  readonly onLoss: () => void;
}

/** Logs how a collector's run ended: a failure as an error, a source that does not exist only when debugging. */
function createOutcomeLogger(log: Logger): (status: CollectorStatus, error: unknown) => void {
  return ({ collector, reason, message, durationSeconds }) => {
    const fields = { name: collector, duration_seconds: durationSeconds, err: message };
    if (reason === "ok") {
      log.debug("Collector succeeded", { name: collector, duration_seconds: durationSeconds });
    } else if (reason === "error" || reason === "timeout") {
      log.error(reason === "timeout" ? "Collector ran out of time" : "Collector failed", fields);
    } else {
      log.debug("Collector has no data", { ...fields, reason });
    }
  };
}

/**
 * Makes an instance. Throws what the program's source or a collector's setup refuses; nothing is left open then.
 */
export async function createInstance(
  program: Program,
  settings: Settings,
  context: InstanceContext,
): Promise<Instance> {
  const source = await program.createSource(settings.own as never, { log: context.log });
  const close = async (): Promise<void> => {
    await program.closeSource?.(source as never);
  };
  const build = buildInfo(program);
  try {
    const registry = createRegistry({
      collectors: settings.collectors,
      source: source as never,
      disabled: settings.disabled,
      health: program.health,
      rules: settings.seriesRules,
      extra: () => [build, ...context.telemetry()],
      onOutcome: createOutcomeLogger(context.log),
      onDrop: (collector, cause, samples) => {
        context.onLoss();
        context.log.error("Samples were left out", { name: collector, cause, samples });
      },
    });
    return { settings, registry, close };
  } catch (error) {
    await close();
    throw error;
  }
}
