import { readFile, stat } from "node:fs/promises";
import type { SeriesRules } from "@sightglass/metrics-registry";
import type { FileValue } from "./flags/resolve-options.ts";
import type { FlagTable } from "./flags/flag-table.ts";
import { UsageError } from "./flags/usage-error.ts";
import { readSeriesRules, SERIES_RULES_KEY } from "./config/series-rules.ts";
import { parseYaml, type YamlEntry, type YamlValue } from "./config/yaml-tree.ts";
import { nearest } from "./nearest.ts";

/** What a configuration file says. */
export interface ConfigFile {
  /** Values by flag name. */
  readonly values: ReadonlyMap<string, FileValue>;
  readonly seriesRules: SeriesRules;
}

/** A file larger than this is no configuration. */
const MAX_BYTES = 1_048_576;

/** Key that says which agent a file is for, so that tools need not be told. */
const AGENT_KEY = "agent";

/** The last part of a key that switches a collector, where its name also holds a mapping of its options. */
const ENABLED = "enabled";

function rawValue(value: YamlValue, place: string, key: string): FileValue {
  if (value.kind === "text") {
    return { value: value.text, place };
  }
  if (value.kind === "list") {
    return {
      value: value.items.map((item) => {
        if (item.kind !== "text") {
          throw new UsageError(`${place}: the items of ${key} must be single values`);
        }
        return item.text;
      }),
      place,
    };
  }
  throw new UsageError(`${place}: ${key} has no value`);
}

class ConfigReader {
  readonly values = new Map<string, FileValue>();
  readonly #file: string;
  readonly #table: FlagTable;

  constructor(file: string, table: FlagTable) {
    this.#file = file;
    this.#table = table;
  }

  read(entries: readonly YamlEntry[], prefix: string): void {
    for (const { key, line, value } of entries) {
      const path = prefix === "" ? key : `${prefix}.${key}`;
      if (value.kind === "map" && this.#table.find(path)?.entry.spec.type !== "string") {
        this.#checkPrefix(path, line);
        this.read(value.entries, path);
      } else {
        this.#set(path, value, `${this.#file}:${line}`);
      }
    }
  }

  /** An empty mapping would pass without its keys being looked at, so the name itself has to lead somewhere. */
  #checkPrefix(path: string, line: number): void {
    const leads = this.#table.entries.some(({ name }) => name === path || name.startsWith(`${path}.`));
    if (!leads) {
      throw this.#unknown(path, `${this.#file}:${line}`);
    }
  }

  #set(path: string, value: YamlValue, place: string): void {
    const short = path.endsWith(`.${ENABLED}`) ? path.slice(0, -ENABLED.length - 1) : undefined;
    const found = this.#table.find(path) ?? (short === undefined ? undefined : this.#table.find(short));
    if (found === undefined) {
      throw this.#unknown(path, place);
    }
    const { name, inFile } = found.entry;
    if (!inFile) {
      throw new UsageError(`${place}: ${name} cannot be set in the configuration file, only by flag or environment`);
    }
    const previous = this.values.get(name);
    if (previous !== undefined) {
      throw new UsageError(`${place}: ${path} was already set at ${previous.place}`);
    }
    this.values.set(name, rawValue(value, place, path));
  }

  #unknown(path: string, place: string): UsageError {
    const names = this.#table.entries.filter(({ inFile, spec }) => inFile && spec.hidden !== true);
    const meant = nearest(path, [...names.map(({ name }) => name), SERIES_RULES_KEY]);
    return new UsageError(`${place}: unknown key ${path}${meant === undefined ? "" : `; did you mean ${meant}?`}`);
  }
}

/**
 * Reads the text of a configuration file: YAML whose keys are flag names, written whole (`web.max-requests: 5`) or as
 * nested mappings, a section `series_rules`, and `agent` with the agent's command.
 *
 * @param agent command of the agent that reads it; a file that names another one is refused.
 * @throws UsageError naming file, line and fault; for an unknown key the nearest known one.
 */
export async function parseConfigFile(
  file: string,
  text: string,
  table: FlagTable,
  agent?: string,
): Promise<ConfigFile> {
  const entries = await parseYaml(file, text);
  const reader = new ConfigReader(file, table);
  checkAgent(file, entries, agent);
  reader.read(
    entries.filter(({ key }) => key !== SERIES_RULES_KEY && key !== AGENT_KEY),
    "",
  );
  const rules = entries.find(({ key }) => key === SERIES_RULES_KEY);
  return { values: reader.values, seriesRules: rules === undefined ? {} : readSeriesRules(file, rules) };
}

function checkAgent(file: string, entries: readonly YamlEntry[], agent: string | undefined): void {
  const named = entries.find(({ key }) => key === AGENT_KEY);
  if (named === undefined) {
    return;
  }
  if (named.value.kind !== "text") {
    throw new UsageError(`${file}:${named.line}: ${AGENT_KEY} must be the name of an agent`);
  }
  if (agent !== undefined && named.value.text !== agent) {
    throw new UsageError(`${file}:${named.line}: the file is for the agent ${named.value.text}, and this is ${agent}`);
  }
}

async function readConfigText(file: string): Promise<string> {
  try {
    const status = await stat(file);
    if (status.isDirectory()) {
      throw new Error("it is a directory");
    }
    if (status.size > MAX_BYTES) {
      throw new Error(`it is larger than ${MAX_BYTES} bytes`);
    }
    return await readFile(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot read the configuration file ${file}: ${reason}`, { cause: error });
  }
}

/**
 * Reads and parses a configuration file for an agent, given by its command. Throws a UsageError for everything that is
 * wrong with it.
 */
export async function loadConfigFile(file: string, table: FlagTable, agent?: string): Promise<ConfigFile> {
  return parseConfigFile(file, await readConfigText(file), table, agent);
}

/** The agent that a configuration file names, if it names one. Throws a UsageError when the file cannot be read. */
export async function agentOfConfigFile(file: string): Promise<string | undefined> {
  const entries = await parseYaml(file, await readConfigText(file));
  checkAgent(file, entries, undefined);
  const value = entries.find(({ key }) => key === AGENT_KEY)?.value;
  return value?.kind === "text" ? value.text : undefined;
}
