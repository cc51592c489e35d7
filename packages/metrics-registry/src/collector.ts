import { familyBuilder, type FamilyBuilder, type FamilyDefinition } from "./family.ts";
import type { OptionSpecs, OptionValues } from "./options.ts";

/** What a collector is, as data. `Source` is what it reads from: a host, a database connection, a member list. */
export interface CollectorDefinition<Source = never> {
  /** Snake case; also the flag `--collector.<name>` and the value of the `collector` label. */
  readonly name: string;
  /** One sentence: what it exposes and from which files or calls. */
  readonly help: string;
  readonly enabledByDefault: boolean;
  readonly options: OptionSpecs;
  /**
   * Whether samples that were emitted before a failure stay in the scrape. Upstream exporters stream, so they keep
   * them; a collector whose half-told story would mislead drops them.
   */
  readonly onFailure: "keep" | "drop";
  /**
   * Says of data that is mostly the same in scrape after scrape: it is compared with the last one, which costs less than
   * emitting it, and equal data has equal samples. It must be plain (arrays, objects, numbers, strings), made anew by
   * each `read`, and all that the samples depend on.
   */
  readonly isSteady: boolean;
  /** Prepares what `read` gets as its third parameter; runs once for each instance, before its first scrape. */
  readonly setup: (options: never, source: Source) => unknown;
  readonly read: (source: Source, signal: AbortSignal, state: never) => unknown;
  /**
   * Says of data that was read what it lacks because this process may not have it, and what would give it; empty when
   * nothing is lacking. The collector is well all the same. Asked in every scrape, so it should only look.
   */
  readonly lacks?: (data: never) => string;
  /**
   * How many samples `read` left out because they would have repeated others, as a file system has that is mounted
   * twice. They are counted as duplicates, and are no fault that is logged. Asked in every scrape, too.
   */
  readonly repeats?: (data: never) => number;
  readonly families: readonly FamilyDefinition<never>[];
}

interface CollectorSpecHead<Specs extends OptionSpecs> {
  readonly name: string;
  readonly help: string;
  readonly enabledByDefault: boolean;
  readonly options?: Specs;
  readonly onFailure?: "keep" | "drop";
  readonly isSteady?: boolean;
}

type FamiliesOf<Data> = (family: FamilyBuilder<Data>) => readonly FamilyDefinition<Data>[];

/** A collector without state of its own: `read` gets the parsed options. */
export interface StatelessCollectorSpec<Source, Specs extends OptionSpecs, Data> extends CollectorSpecHead<Specs> {
  readonly read: (source: Source, signal: AbortSignal, options: OptionValues<Specs>) => Data | Promise<Data>;
  readonly lacks?: (data: Data) => string;
  readonly repeats?: (data: Data) => number;
  readonly families: FamiliesOf<Data>;
}

/** A collector that keeps something between scrapes: `setup` makes it, `read` gets it. */
export interface StatefulCollectorSpec<
  Source,
  Specs extends OptionSpecs,
  State,
  Data,
> extends CollectorSpecHead<Specs> {
  readonly setup: (options: OptionValues<Specs>, source: Source) => State;
  readonly read: (source: Source, signal: AbortSignal, state: State) => Data | Promise<Data>;
  readonly lacks?: (data: Data) => string;
  readonly repeats?: (data: Data) => number;
  readonly families: FamiliesOf<Data>;
}

const NO_OPTIONS: OptionSpecs = {};
const passOptions = (options: never): never => options;

/** Defines a collector that keeps state between scrapes. */
export function defineCollector<Source, const Specs extends OptionSpecs, State, Data>(
  spec: StatefulCollectorSpec<Source, Specs, State, Data>,
): CollectorDefinition<Source>;
/** Defines a collector: what it reads and which metric families it declares over that. */
export function defineCollector<Source, const Specs extends OptionSpecs, Data>(
  spec: StatelessCollectorSpec<Source, Specs, Data>,
): CollectorDefinition<Source>;
export function defineCollector(given: CollectorSpecHead<OptionSpecs>): CollectorDefinition {
  const spec = given as Omit<StatefulCollectorSpec<never, OptionSpecs, never, never>, "setup"> & {
    readonly setup?: CollectorDefinition["setup"];
  };
  return {
    name: spec.name,
    help: spec.help,
    enabledByDefault: spec.enabledByDefault,
    options: spec.options ?? NO_OPTIONS,
    onFailure: spec.onFailure ?? "keep",
    isSteady: spec.isSteady ?? false,
    setup: spec.setup ?? passOptions,
    read: spec.read,
    ...(spec.lacks !== undefined && { lacks: spec.lacks }),
    ...(spec.repeats !== undefined && { repeats: spec.repeats }),
    families: spec.families(familyBuilder),
  };
}
