import type { CollectorDefinition, HealthFamilyNames, OptionSpecs, OptionValues } from "@sightglass/metrics-registry";
import type { Logger } from "../log.ts";
import type { RuntimeProfile } from "../runtime-profile-names.ts";
import type { RequestHandler } from "../web/request-handler.ts";

/** A collector of the program being replaced that this version does not have: its flags are taken, and answered with a warning. */
export interface AcceptedCollector {
  /** As in `--collector.<name>`. */
  readonly name: string;
  /** Its flags that take a value, whole names without dashes. They may be repeated. */
  readonly flags?: readonly string[];
  /** Its flags that take none. */
  readonly switches?: readonly string[];
}

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
  readonly acceptedCollectors?: readonly AcceptedCollector[];
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
}

/** Defines a program: what it reads, with which collectors and options. Nothing runs. */
export function defineProgram<Source, const Specs extends OptionSpecs>(spec: ProgramSpec<Source, Specs>): Program {
  return spec;
}
