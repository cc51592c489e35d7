import { collectFamily, type CollectedFamily } from "../collected.ts";
import type { CollectorDefinition } from "../collector.ts";
import { healthFamilies, type HealthFamilyNames } from "../health-families.ts";
import type { MetricType } from "../model.ts";
import { createRegistry } from "../registry.ts";
import type { CollectorStatus } from "../registry-types.ts";
import { defaultOptionValues } from "./default-option-values.ts";
import { promClientMetric } from "./mounted-metric.ts";
import type { PromClientLike, PromClientMetric } from "./prom-client-like.ts";

/** What is asked of a registry of prom-client or `@prometheus-io/client` to mount collectors in it. */
export interface MountTarget extends PromClientLike {
  // Both libraries want their own Metric class here and use no more of it than `MountedMetric` has.
  registerMetric(metric: never): void;
  getSingleMetric(name: string): unknown;
  removeSingleMetric(name: string): void;
}

/** What is mounted. */
export interface MountOptions<Source> {
  /** All of them are run, whether they are enabled by default or not. */
  readonly collectors: readonly CollectorDefinition<Source>[];
  readonly source: Source;
  /** Option values by collector and option name; the others have their defaults. */
  readonly options?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Names of the families that report on the collectors; `sightglass_collector_*` when absent. */
  readonly healthFamilies?: HealthFamilyNames;
  /** Milliseconds that the collectors may take at a scrape; 10,000 when absent. */
  readonly deadlineMs?: number;
}

/** Collectors in an application's registry. */
export interface MountedCollectors {
  status(): readonly CollectorStatus[];
  /** Families of the last scrape that were left out because the application has a metric of that name. */
  refused(): readonly string[];
  /** Takes everything out of the registry again. */
  unmount(): void;
}

/** The shape that both libraries expect of a registered metric. */
interface MountedMetric {
  /** prom-client overwrites it, so what `get` answers does not depend on it. */
  name: string;
  readonly help: string;
  readonly type: string;
  /** In a cluster every worker sees the same host: one of them speaks for all. */
  readonly aggregator: "first";
  get(): Promise<PromClientMetric>;
  reset(): void;
}

const HEALTH_NAMES: HealthFamilyNames = {
  success: "sightglass_collector_success",
  duration: "sightglass_collector_duration_seconds",
  status: "sightglass_collector_status",
};

/** A family whose name only the source knows is forgotten when it was not seen in so many scrapes. */
const FORGOTTEN_AFTER = 10;

interface Mounted {
  readonly metric: MountedMetric;
  /** Known before any scrape, so never forgotten. */
  readonly permanent: boolean;
  unseen: number;
}

/**
 * Puts collectors into an application's prom-client registry: `registry.metrics()` then has their families, collected
 * at that moment, once for all of them and for concurrent scrapes together. Resolves after a first collection, which
 * tells the families whose names only the source knows; one that comes later shows from the scrape after on. Rejects,
 * with nothing mounted, when the application has a metric of a declared name or a collector refuses its options.
 */
export async function mountCollectors<Source>(
  target: MountTarget,
  given: MountOptions<Source>,
): Promise<MountedCollectors> {
  const health = given.healthFamilies ?? HEALTH_NAMES;
  const registry = createRegistry({
    collectors: given.collectors.map((definition) => ({
      definition,
      options: defaultOptionValues(definition.options, given.options?.[definition.name]),
    })),
    source: given.source,
    health,
  });
  const mounted = new Map<string, Mounted>();
  let refused: readonly string[] = [];
  let unmounted = false;
  let current: Promise<ReadonlyMap<string, CollectedFamily>> | undefined;

  function register(name: string, help: string, type: MetricType, permanent: boolean): boolean {
    if (target.getSingleMetric(name) !== undefined) return false;
    const empty = collectFamily({ name, help, type, points: [] });
    const metric: MountedMetric = {
      name,
      help,
      type: "gauge",
      aggregator: "first",
      get: async () => {
        const openMetrics = target.contentType.startsWith("application/openmetrics-text");
        return promClientMetric((await collect()).get(name) ?? empty, openMetrics);
      },
      reset: () => {},
    };
    target.registerMetric(metric as never);
    mounted.set(name, { metric, permanent, unseen: 0 });
    return true;
  }

  function remove(name: string, { metric }: Mounted): void {
    // The application may have cleared its registry and given the name away since.
    if (target.getSingleMetric(name) === metric) target.removeSingleMetric(name);
    mounted.delete(name);
  }

  function adopt(families: ReadonlyMap<string, CollectedFamily>): void {
    if (unmounted) return;
    refused = [...families]
      .filter(([name, { help, type }]) => !mounted.has(name) && !register(name, help ?? "", type, false))
      .map(([name]) => name);
    for (const [name, entry] of mounted) {
      entry.unseen = families.has(name) ? 0 : entry.unseen + 1;
      if (!entry.permanent && entry.unseen >= FORGOTTEN_AFTER) remove(name, entry);
    }
  }

  async function collectOnce(): Promise<ReadonlyMap<string, CollectedFamily>> {
    try {
      const scrape = await registry.collect({ deadlineMs: given.deadlineMs ?? 10_000 });
      const families = new Map(scrape.families().map((family) => [family.name, family]));
      adopt(families);
      return families;
    } finally {
      current = undefined;
    }
  }

  // A registry calls every metric's `get` before it waits for any, so all of them meet the same collection.
  const collect = (): Promise<ReadonlyMap<string, CollectedFamily>> => (current ??= collectOnce());

  function unmount(): void {
    unmounted = true;
    for (const [name, entry] of mounted) remove(name, entry);
  }

  const declared = [...given.collectors.flatMap(({ families }) => families), ...healthFamilies(health)];
  for (const family of declared) {
    if (family.kind !== "static" || mounted.has(family.name)) continue;
    if (!register(family.name, family.help, family.type, true)) {
      unmount();
      throw new Error(`The registry already has a metric named ${family.name}`);
    }
  }
  await collect();
  return { status: () => registry.status(), refused: () => refused, unmount };
}
