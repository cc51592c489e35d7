export { defineProgram } from "./program/define-program.ts";
export type { Program, ProgramSpec, SourceContext } from "./program/define-program.ts";
export { CollectorModuleError } from "./modules/collector-module.ts";
export type { CollectorModule, CollectorModuleApi, CollectorModuleResult } from "./modules/collector-module.ts";
export { runProgram } from "./program/run.ts";
export type { ProgramContext, SignalSource } from "./program/run.ts";
export { endProcess, runAsProcess } from "./program/run-as-process.ts";
export { renderFlagReference } from "./program/flag-reference.ts";
export { compileMatcher, PatternError } from "./re2/compile-matcher.ts";
export type { CompiledMatcher, MatcherSettings } from "./re2/compile-matcher.ts";
export { createLogger, escapeControl, LOG_FORMATS, LOG_LEVELS } from "./log.ts";
export type { LogFields, LogFormat, Logger, LoggerSettings, LogLevel } from "./log.ts";
export { nearest } from "./nearest.ts";
export { agentOfConfigFile, inspectConfiguration, parseYamlDocuments, readCommandLine } from "./tooling.ts";
export type { CommandInput, CommandSpec } from "./flags/command-line.ts";
export type { Environment } from "./flags/environment.ts";
export type { OptionOrigin } from "./flags/resolve-options.ts";
export { buildSeriesRules } from "./config/build-series-rules.ts";
export type { SeriesRuleTexts } from "./config/build-series-rules.ts";
export type { YamlEntry, YamlValue } from "./config/yaml-tree.ts";
export { CONFIG_PATH } from "./program/config-endpoint.ts";
export type {
  EffectiveCollector,
  EffectiveConfiguration,
  EffectiveFamily,
  EffectiveOption,
  EffectiveSeriesRules,
} from "./program/effective-configuration.ts";
export { exemptFamilies } from "./program/exempt-families.ts";
export type { InspectedConfiguration, InspectRequest } from "./program/inspect-configuration.ts";
export type { OptionChange, ReloadChange } from "./program/reload-change.ts";
export type { SettingsWarning } from "./program/settings.ts";
export { UsageError } from "./flags/usage-error.ts";
export type { RuntimeProfile } from "./runtime-profile-names.ts";
export type { RequestHandler, RequestMiddleware } from "./web/request-handler.ts";
