import {
  defineCollector,
  DeniedError,
  NoDataError,
  ParseError,
  PartialDataError,
  UnsupportedError,
  type CollectorDefinition,
} from "@sightglass/metrics-registry";

/**
 * What the default export of a collector module is called with when it is a function: a module on a host need not find
 * the packages of an agent that is installed elsewhere.
 */
export interface CollectorModuleApi {
  readonly defineCollector: typeof defineCollector;
  readonly NoDataError: typeof NoDataError;
  readonly DeniedError: typeof DeniedError;
  readonly UnsupportedError: typeof UnsupportedError;
  readonly ParseError: typeof ParseError;
  readonly PartialDataError: typeof PartialDataError;
}

/** One definition or several. */
export type CollectorModuleResult = CollectorDefinition | readonly CollectorDefinition[];

/** A default export that makes its definitions when the agent starts. */
export type CollectorModule = (api: CollectorModuleApi) => CollectorModuleResult | Promise<CollectorModuleResult>;

/** The parts of the registry that a collector is made of. */
export const COLLECTOR_MODULE_API: CollectorModuleApi = Object.freeze({
  defineCollector,
  NoDataError,
  DeniedError,
  UnsupportedError,
  ParseError,
  PartialDataError,
});

/** A collector module that cannot be used. Its message is for the user; the program does not start. */
export class CollectorModuleError extends Error {
  override readonly name = "CollectorModuleError";
}
