import type { Environment } from "../flags/environment.ts";
import type { GivenFlag } from "../flags/parse-arguments.ts";
import { createLogger } from "../log.ts";
import { modulePaths } from "../modules/module-paths.ts";
import type { Program } from "./define-program.ts";
import {
  effectiveConfiguration,
  type EffectiveConfiguration,
  type EffectiveFamily,
  type EffectiveOption,
} from "./effective-configuration.ts";
import { globalOptionSpecs } from "./global-options.ts";
import { createInstance, type Instance } from "./instance.ts";
import { programFlags } from "./program-flags.ts";
import { reloadChange, type ReloadChange } from "./reload-change.ts";
import { loadSettings, type Settings, type SettingsWarning } from "./settings.ts";
import { HIDDEN } from "../flags/shown-value.ts";

/** What is looked at. */
export interface InspectRequest {
  /** Path of the configuration file. */
  readonly file: string;
  /** Environment whose variables count; none when absent. */
  readonly env?: Environment;
  /** Options of a running program: those from flags and environment stay when it reads the file again. */
  readonly running?: readonly EffectiveOption[];
}

/** A configuration that was read and not put to work. */
export interface InspectedConfiguration {
  readonly configuration: EffectiveConfiguration;
  readonly warnings: readonly SettingsWarning[];
  /** Sets everything up on this machine and takes it down again. Rejects with what would stop the program's start. */
  readonly verify: () => Promise<void>;
  /** Runs these collectors once on this machine under the configuration, and gives their families. */
  readonly collect: (collectors: ReadonlySet<string>, deadlineMs: number) => Promise<readonly EffectiveFamily[]>;
  /** What a reload would change in a program that runs under another configuration. */
  readonly changeFrom: (running: EffectiveConfiguration, families: readonly EffectiveFamily[]) => ReloadChange;
}

const isOfProcess = ({ origin }: EffectiveOption): boolean => origin === "flag" || origin === "environment";

/** The program with the collectors of the modules that it would be started with. */
async function withModules(agent: Program, flags: ReadonlyMap<string, GivenFlag>, env: Environment): Promise<Program> {
  const values = new Map([...flags].map(([name, given]) => [name, given.values]));
  const paths = await modulePaths(programFlags(agent), { flags: values, env });
  if (paths.length === 0) {
    return agent;
  }
  return (await import("../modules/add-collector-modules.ts")).addCollectorModules(agent, paths);
}

function givenFlags(program: Program, request: InspectRequest): ReadonlyMap<string, GivenFlag> {
  const table = programFlags(program);
  const flags = new Map<string, GivenFlag>();
  const give = (name: string, values: readonly string[]): void => {
    const entry = table.find(name)?.entry;
    if (entry !== undefined) {
      flags.set(entry.name, { entry, values });
    }
  };
  for (const option of (request.running ?? []).filter(isOfProcess)) {
    const values = typeof option.value === "string" ? [option.value] : option.value;
    if (!values.some((value) => value.includes(HIDDEN))) {
      give(option.name, values);
    }
  }
  give("config.file", [request.file]);
  return flags;
}

/**
 * Reads a configuration file as the program would, and shows what comes of it. Nothing is started.
 *
 * @throws UsageError for everything that is wrong with the configuration.
 */
export async function inspectConfiguration(agent: Program, request: InspectRequest): Promise<InspectedConfiguration> {
  const program = await withModules(agent, givenFlags(agent, request), request.env ?? {});
  const args = { help: false, version: false, operands: [], flags: givenFlags(program, request) };
  const settings = await loadSettings(program, programFlags(program), args, request.env ?? {});
  const plain = effectiveConfiguration(program, settings);
  const ofProcess = new Map((request.running ?? []).filter(isOfProcess).map((option) => [option.name, option]));
  const configuration: EffectiveConfiguration = {
    ...plain,
    options: plain.options.map((option) => ofProcess.get(option.name) ?? option),
  };
  const instantiate = (chosen: Settings): Promise<Instance> => {
    const log = createLogger({ level: "error", write: () => {} });
    return createInstance(program, chosen, { log, telemetry: () => [], onLoss: () => {} });
  };
  return {
    configuration,
    warnings: settings.warnings,
    verify: async () => (await instantiate(settings)).close(),
    collect: async (collectors, deadlineMs) => {
      const chosen = {
        ...settings,
        collectors: settings.collectors.filter((one) => collectors.has(one.definition.name)),
      };
      const instance = await instantiate(chosen);
      try {
        await instance.registry.collect({ deadlineMs });
        const { families } = effectiveConfiguration(program, chosen, instance.registry);
        return families.filter(({ collector }) => collectors.has(collector));
      } finally {
        await instance.close();
      }
    },
    changeFrom: (running, families) => {
      const fixed = new Set(Object.values(globalOptionSpecs(program)).map(({ flag }) => flag));
      const before = { ...running, options: running.options.filter(({ name }) => name !== "config.file") };
      return reloadChange(before, { ...configuration, families }, fixed);
    },
  };
}
