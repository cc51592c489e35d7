import { createRegistry, type MetricFamily, type Registry } from "@sightglass/metrics-registry";
import type { Logger } from "../log.ts";
import type { Program } from "./define-program.ts";
import { createOutcomeLogger } from "./outcome-log.ts";
import type { Settings } from "./settings.ts";
import { buildInfo } from "./version-text.ts";

/** One configuration at work: the collectors and what they read from. A reload makes another one beside it. */
export interface Instance {
  readonly settings: Settings;
  readonly registry: Registry;
  /** What is missing on this machine, a sentence each. */
  readonly notices: readonly string[];
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
  /** Whether how collectors end and what is missing is logged; it is when absent. A dry run prints it instead. */
  readonly logsOutcomes?: boolean;
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
  const { logsOutcomes = true } = context;
  try {
    const registry = createRegistry({
      collectors: settings.collectors,
      source: source as never,
      disabled: settings.disabled,
      health: program.health,
      rules: settings.seriesRules,
      extra: () => [build, ...context.telemetry()],
      ...(logsOutcomes && { onOutcome: createOutcomeLogger(context.log) }),
      onDrop: (collector, cause, samples) => {
        context.onLoss();
        context.log.error("Samples were left out", { name: collector, cause, samples });
      },
    });
    const notices = program.notices?.(source as never) ?? [];
    for (const notice of logsOutcomes ? notices : []) {
      context.log.warn("A part of the machine cannot be seen", { what: notice });
    }
    return { settings, registry, notices, close };
  } catch (error) {
    await close();
    throw error;
  }
}
