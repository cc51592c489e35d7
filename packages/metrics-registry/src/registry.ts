import { seriesCount, type CollectedFamily } from "./collected.ts";
import { createDropCounter, type DropCause } from "./collect/drop-counter.ts";
import { createFamilyCollector } from "./collect/family-collector.ts";
import { createFamilyMerger, type Contribution } from "./collect/merge-families.ts";
import type { SeriesRules } from "./collect/series-rules.ts";
import { defineCollector, type CollectorDefinition } from "./collector.ts";
import { describeFamilies } from "./describe-families.ts";
import { healthFamilies, type HealthData, type HealthFamilyNames } from "./health-families.ts";
import type { MetricFamily } from "./model.ts";
import type { CollectorStatus, Registry, Scrape, StatusReason } from "./registry-types.ts";
import { createCollectorRunner, type CollectorRunner, type RunResult } from "./runner.ts";
import { createScrape } from "./scrape.ts";
import { runScrape } from "./scrape-runner.ts";

/** A definition with the options it was configured with. */
export interface ConfiguredCollector<Source> {
  readonly definition: CollectorDefinition<Source>;
  /** Parsed values of `definition.options`, by name. */
  readonly options: object;
}

/** What a registry is made of. */
export interface RegistryOptions<Source> {
  readonly collectors: readonly ConfiguredCollector<Source>[];
  readonly source: Source;
  /** Definitions that are known and not enabled: they are reported as `disabled`. */
  readonly disabled?: readonly Pick<CollectorDefinition, "name" | "help">[];
  readonly health: HealthFamilyNames;
  readonly rules?: SeriesRules;
  /** Families beside the collectors' own: the program's telemetry, registries of prom-client. Asked on each scrape. */
  readonly extra?: () => readonly MetricFamily[] | Promise<readonly MetricFamily[]>;
  /** Milliseconds that one collector may take; the scrape's deadline when absent. */
  readonly collectorDeadlineMs?: number;
  /** How many asynchronous collectors may be under way at once; 8 when absent. */
  readonly concurrency?: number;
  /** Told how each run ended, with the thrown value if there was one. */
  readonly onOutcome?: (status: CollectorStatus, error: unknown) => void;
  /** Told of samples that were lost to a fault, in every scrape that lost some; not of what series rules took out. */
  readonly onDrop?: (collector: string, cause: DropCause, samples: number) => void;
}

const seriesIn = (families: readonly CollectedFamily[]): number => {
  let sum = 0;
  for (let index = 0; index < families.length; index += 1) sum += seriesCount(families[index]!);
  return sum;
};

const emptyStatus = (collector: string, help: string, reason: StatusReason): CollectorStatus => ({
  collector,
  help,
  reason,
  message: "",
  durationSeconds: 0,
  series: 0,
  finishedAtMs: 0,
});

const statusOf = (collector: string, help: string, result: RunResult): CollectorStatus => ({
  collector,
  help,
  reason: result.reason,
  message: result.message,
  durationSeconds: result.durationSeconds,
  series: seriesIn(result.families),
  finishedAtMs: Date.now(),
});

const passOn = (extra: NonNullable<RegistryOptions<never>["extra"]>): CollectorDefinition<undefined> =>
  defineCollector({
    name: "extra",
    help: "Families of the program itself and of mounted registries.",
    enabledByDefault: true,
    read: (_source: undefined) => extra(),
    families: (family) => [family.foreign({ help: "Passed on as they are.", families: (families) => families })],
  });

/**
 * Binds collectors to a source. Throws when a collector's `setup` refuses its options or a definition is invalid; after
 * that nothing a collector does fails a scrape.
 */
export function createRegistry<Source>(options: RegistryOptions<Source>): Registry {
  const { source, rules = {}, extra, onOutcome, onDrop, concurrency = 8, collectorDeadlineMs = Infinity } = options;
  const drops = createDropCounter();
  function drop(collector: string, cause: DropCause, samples: number): void {
    drops.add(collector, cause, samples);
    if (samples > 0 && !cause.startsWith("rule_")) onDrop?.(collector, cause, samples);
  }
  const configured = options.collectors.toSorted((a, b) => (a.definition.name < b.definition.name ? -1 : 1));
  const bound = (collector: string) => ({
    rules,
    onDrop: (cause: DropCause, samples: number) => drop(collector, cause, samples),
    onRepeat: (samples: number) => drops.add(collector, "duplicate", samples),
  });
  const runners = configured.map(({ definition, options: values }) =>
    createCollectorRunner(definition, { source, options: values, ...bound(definition.name) }),
  );
  const disabled = (options.disabled ?? []).map(({ name, help }) => emptyStatus(name, help, "disabled"));
  const statuses = new Map<string, CollectorStatus>(
    configured.map(({ definition: { name, help } }) => [name, emptyStatus(name, help, "no_data")]),
  );
  // Series rules do not reach these: they would hide what the rules did.
  const health = healthFamilies(options.health).map((family) => createFamilyCollector(family, {}));
  // Families from elsewhere run like a collector, so that they cannot delay or fail a scrape either.
  const extraRunner = extra && createCollectorRunner(passOn(extra), { source: undefined, options: {}, ...bound("") });
  const merge = createFamilyMerger();
  const mergeFiltered = createFamilyMerger();
  let lastContributions: readonly Contribution[] = [];

  function record(runner: CollectorRunner, result: RunResult): CollectorStatus {
    const status = statusOf(runner.name, statuses.get(runner.name)?.help ?? "", result);
    statuses.set(runner.name, status);
    onOutcome?.(status, result.error);
    return status;
  }

  async function collect(request: Parameters<Registry["collect"]>[0]): Promise<Scrape> {
    const startMs = performance.now();
    const chosen = request.collectors;
    const selected = chosen === undefined ? runners : runners.filter((runner) => chosen.has(runner.name));
    const contributions: Contribution[] = [];
    const outcomes: CollectorStatus[] = [];
    const own: CollectedFamily[] = [];
    const limits = { deadlineMs: request.deadlineMs, collectorDeadlineMs, concurrency };
    await runScrape(extraRunner === undefined ? selected : [...selected, extraRunner], limits, (runner, result) => {
      if (runner === extraRunner) {
        own.push(...result.families);
        if (result.reason !== "ok") onOutcome?.(statusOf(runner.name, "", result), result.error);
        return;
      }
      contributions.push({ collector: runner.name, families: result.families });
      outcomes.push(record(runner, result));
    });
    const data: HealthData = { outcomes, disabled: chosen === undefined ? disabled : [], dropped: drops.entries() };
    for (const family of health) family.collect(data as never, own, bound("").onDrop);
    lastContributions = chosen === undefined ? contributions : lastContributions;
    // In the order of names, not of completion: which of two duplicates is first must not change between scrapes.
    contributions.sort((a, b) => (a.collector < b.collector ? -1 : 1));
    contributions.push({ collector: "", families: own });
    return createScrape(
      (chosen === undefined ? merge : mergeFiltered)(contributions, drop),
      performance.now() - startMs,
    );
  }

  return {
    collectors: runners.map((runner) => runner.name),
    collect,
    status: () => [...statuses.values(), ...disabled].toSorted((a, b) => (a.collector < b.collector ? -1 : 1)),
    describe: () => describeFamilies(configured, lastContributions),
  };
}
