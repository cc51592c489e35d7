import type { CollectedFamily } from "./collected.ts";
import { createDropCounter } from "./collect/drop-counter.ts";
import { createFamilyCollector } from "./collect/family-collector.ts";
import { mergeFamilies, type Contribution } from "./collect/merge-families.ts";
import type { SeriesRules } from "./collect/series-rules.ts";
import type { CollectorDefinition } from "./collector.ts";
import { describeFamilies } from "./describe-families.ts";
import { familyBuilder, type FamilyBuilder } from "./family.ts";
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
}

const seriesIn = (families: readonly CollectedFamily[]): number =>
  families.reduce((sum, family) => sum + ("series" in family ? family.series.length : family.points.length), 0);

const emptyStatus = (collector: string, help: string, reason: StatusReason): CollectorStatus => ({
  ...{ collector, help, reason },
  ...{ message: "", durationSeconds: 0, series: 0, finishedAtMs: 0 },
});

/**
 * Binds collectors to a source. Throws when a collector's `setup` refuses its options or a definition is invalid; after
 * that nothing a collector does fails a scrape.
 */
export function createRegistry<Source>(options: RegistryOptions<Source>): Registry {
  const { source, rules = {}, extra, onOutcome, concurrency = 8, collectorDeadlineMs = Infinity } = options;
  const drops = createDropCounter();
  const configured = options.collectors.toSorted((a, b) => (a.definition.name < b.definition.name ? -1 : 1));
  const runners = configured.map(({ definition, options: values }) =>
    createCollectorRunner(definition, {
      source,
      options: values,
      rules,
      onDrop: (cause, samples) => drops.add(definition.name, cause, samples),
    }),
  );
  const disabled = (options.disabled ?? []).map(({ name, help }) => emptyStatus(name, help, "disabled"));
  const statuses = new Map<string, CollectorStatus>(
    configured.map(({ definition: { name, help } }) => [name, emptyStatus(name, help, "no_data")]),
  );
  const health = healthFamilies(options.health).map((family) => createFamilyCollector(family, rules));
  const passOn = createFamilyCollector(
    (familyBuilder as unknown as FamilyBuilder<readonly MetricFamily[]>).foreign({
      help: "Families of the program itself and of mounted registries.",
      families: (families) => families,
    }),
    rules,
  );
  let lastContributions: readonly Contribution[] = [];

  function record(runner: CollectorRunner, result: RunResult): CollectorStatus {
    const status: CollectorStatus = {
      collector: runner.name,
      help: statuses.get(runner.name)?.help ?? "",
      reason: result.reason,
      message: result.message,
      durationSeconds: result.durationSeconds,
      series: seriesIn(result.families),
      finishedAtMs: Date.now(),
    };
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
    await runScrape(
      selected,
      { deadlineMs: request.deadlineMs, collectorDeadlineMs, concurrency },
      (runner, result) => {
        contributions.push({ collector: runner.name, families: result.families });
        outcomes.push(record(runner, result));
      },
    );
    const own: CollectedFamily[] = [];
    const onDrop = (cause: Parameters<typeof drops.add>[1], samples: number): void => drops.add("", cause, samples);
    if (extra !== undefined) {
      const families = extra();
      passOn.collect((families instanceof Promise ? await families : families) as never, own, onDrop);
    }
    const data: HealthData = { outcomes, disabled: chosen === undefined ? disabled : [], dropped: drops.entries() };
    for (const family of health) family.collect(data as never, own, onDrop);
    contributions.push({ collector: "", families: own });
    lastContributions = chosen === undefined ? contributions : lastContributions;
    return createScrape(
      mergeFamilies(contributions, (...drop) => drops.add(...drop)),
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
