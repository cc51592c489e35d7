import type { CollectorDefinition, HealthFamilyNames, OptionSpecs, OptionValues } from "@sightglass/metrics-registry";
import type { Logger } from "../log.ts";
import type { RuntimeProfile } from "../runtime-profile-names.ts";
import type { RequestHandler } from "../web/request-handler.ts";

/** What a program gets when it makes its source. */
export interface SourceContext {
  readonly log: Logger;
}

interface ProgramHead {
  /** As in log lines, `--version` and the build information: `node_exporter`. */
  readonly name: string;
  /** Name under which the umbrella command starts it: `node`. */
  readonly command: string;
  /** One sentence. */
  readonly description: string;
  readonly version: string;
  /** Default of `--web.listen-address`, such as `:9100`. */
  readonly defaultListenAddress: string;
  /** Default of `--runtime.profile`, for help; the bin file is what sets it. `small` when absent. */
  readonly runtimeProfile?: RuntimeProfile;
  readonly health: HealthFamilyNames;
  /** Gauge with value 1 and the build in its labels: `node_exporter_build_info`. */
  readonly buildInfoFamily: string;
  /**
   * Whether the collectors run once soon after the start when nobody has scraped by then, so that log and landing page
   * tell at once what they may not read here.
   */
  readonly surveysAtStart?: boolean;
  /** Further paths that are served, beside metrics, landing page and health. */
  readonly routes?: Readonly<Record<string, RequestHandler>>;
}

/** What `defineProgram` takes. */
export interface ProgramSpec<Source, Specs extends OptionSpecs> extends ProgramHead {
  /** The program's own options, beside those that every program has and those of its collectors. */
  readonly options: Specs;
  readonly collectors: readonly CollectorDefinition<Source>[];
  /**
   * Collectors that run under these options in place of those of the same name; their own `enabledByDefault` holds, and
   * each of their flags must also be one of the collector that they replace. None is replaced when it gives nothing.
   */
  readonly variants?: (options: OptionValues<Specs>) => Promise<readonly CollectorDefinition<Source>[] | undefined>;
  /** Makes what the collectors read from; again on each reload. */
  readonly createSource: (options: OptionValues<Specs>, context: SourceContext) => Source | Promise<Source>;
  /** Frees what a source holds, once it has been replaced and the scrapes that used it are over. */
  readonly closeSource?: (source: Source) => void | Promise<void>;
  /** What is missing of the source on this machine and what would give it, a sentence each; for log and landing page. */
  readonly notices?: (source: Source) => readonly string[];
}

/** A program, ready to be run, listed or documented. */
export interface Program extends ProgramHead {
  readonly options: OptionSpecs;
  readonly collectors: readonly CollectorDefinition[];
  /** Names of collectors that came from modules: `--collector.disable-defaults` does not mean what is loaded on purpose. */
  readonly loaded?: ReadonlySet<string>;
  readonly variants?: (options: never) => Promise<readonly CollectorDefinition[] | undefined>;
  readonly createSource: (options: never, context: SourceContext) => unknown;
  readonly closeSource?: (source: never) => void | Promise<void>;
  readonly notices?: (source: never) => readonly string[];
}

/** Defines a program: what it reads, with which collectors and options. Nothing runs. */
export function defineProgram<Source, const Specs extends OptionSpecs>(spec: ProgramSpec<Source, Specs>): Program {
  return spec;
}
