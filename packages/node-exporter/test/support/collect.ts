import {
  parseDuration,
  PartialDataError,
  type CollectorDefinition,
  type Matcher,
  type OptionSpec,
} from "@sightglass/metrics-registry";
import type { Host } from "../../src/host.ts";
import { createFileTree } from "../../src/create-file-tree.ts";

/** One sample of a run: `labels` holds `name="value"` pairs sorted by name, joined by commas. */
export interface CollectedSample {
  readonly name: string;
  readonly labels: string;
  readonly value: number;
}

/** What one run of a collector gave. */
export interface CollectedRun {
  readonly samples: readonly CollectedSample[];
  /** Type by family name, for every family that has a sample. */
  readonly types: ReadonlyMap<string, string>;
  /** `name{labels} value`, sorted by code unit. */
  readonly lines: readonly string[];
}

/** A collector with its state, to be scraped more than once. */
export interface CollectorInstance {
  collect(): Promise<CollectedRun>;
}

/** What the flag parser makes of a regex flag, by a plain RegExp. */
export function matcher(source: string, anchored = false): Matcher {
  const pattern = new RegExp(anchored ? `^(?:${source})$` : source, "u");
  return { source, test: (text) => pattern.test(text) };
}

function defaultOf(spec: OptionSpec): unknown {
  if (spec.type === "regex") return spec.default === "" ? undefined : matcher(spec.default, spec.anchored);
  return spec.type === "duration" ? parseDuration(spec.default) : spec.default;
}

function optionValues(
  definition: CollectorDefinition,
  overrides: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(definition.options)) values[name] = defaultOf(spec);
  for (const [name, value] of Object.entries(overrides)) {
    if (!(name in values)) throw new Error(`${definition.name} has no option ${name}`);
    values[name] = value;
  }
  return values;
}

interface FamilyPart {
  readonly type: string;
  readonly name: string;
  readonly labels: readonly string[];
}

function samplesOf(definition: CollectorDefinition, data: unknown): CollectedRun {
  const samples: CollectedSample[] = [];
  const types = new Map<string, string>();
  const add = ({ type, name, labels: labelNames }: FamilyPart, value: number, labelValues: readonly string[]): void => {
    if (labelNames.length !== labelValues.length) throw new Error(`${name}: ${labelValues.length} label values`);
    const known = types.get(name);
    if (known !== undefined && known !== type) throw new Error(`${name} is ${known} and ${type}`);
    types.set(name, type);
    const pairs = labelNames.map((label, index) => `${label}=${JSON.stringify(labelValues[index])}`).toSorted();
    samples.push({ name, labels: pairs.join(","), value });
  };
  for (const family of definition.families) {
    if (family.kind === "static") {
      family.samples(data as never, (value: number | boolean, ...labelValues: string[]) =>
        add(family, Number(value), labelValues),
      );
    } else if (family.kind === "dynamic") {
      family.samples(data as never, (name, value, ...labelValues) => {
        if (!name.startsWith(family.prefix)) throw new Error(`${name} does not start with ${family.prefix}`);
        add({ type: family.type, name, labels: family.labels }, value, labelValues);
      });
    } else {
      for (const { name, type, points } of family.families(data as never)) {
        for (const point of points) {
          if (!("value" in point)) throw new Error(`${name}: only scalar points are understood here`);
          const labels = point.labels.map(([label]) => label);
          add(
            { type, name, labels },
            point.value,
            point.labels.map(([, value]) => value),
          );
        }
      }
    }
  }
  const lines = samples.map(({ name, labels, value }) => `${name}${labels === "" ? "" : `{${labels}}`} ${value}`);
  if (new Set(lines.map((line) => line.slice(0, line.lastIndexOf(" ")))).size !== lines.length) {
    throw new Error(`${definition.name} emitted a series twice: ${lines.toSorted().join("\n")}`);
  }
  return { samples, types, lines: lines.toSorted() };
}

/**
 * Sets a collector up. `overrides` are option values by option name, regex ones made by `matcher`; the rest are the
 * defaults.
 */
export function instantiate(
  definition: CollectorDefinition<Host>,
  overrides: Readonly<Record<string, unknown>>,
  host: Host,
): CollectorInstance {
  const state = definition.setup(optionValues(definition, overrides) as never, host);
  return {
    collect: async () =>
      samplesOf(definition, await definition.read(host, new AbortController().signal, state as never)),
  };
}

/** Sets a collector up and scrapes it once; its error is thrown as it comes. */
export async function collectOnce(
  definition: CollectorDefinition<Host>,
  overrides: Readonly<Record<string, unknown>>,
  host: Host,
): Promise<CollectedRun> {
  return instantiate(definition, overrides, host).collect();
}

/** Like `collectOnce` for a collector that fails after a part: gives that part, the error's message and its cause. */
export async function collectPart(
  definition: CollectorDefinition<Host>,
  overrides: Readonly<Record<string, unknown>>,
  host: Host,
): Promise<CollectedRun & { readonly error: string; readonly cause: unknown }> {
  const state = definition.setup(optionValues(definition, overrides) as never, host);
  try {
    await definition.read(host, new AbortController().signal, state as never);
  } catch (error) {
    if (error instanceof PartialDataError)
      return { ...samplesOf(definition, error.data), error: error.message, cause: error.cause };
    throw error;
  }
  throw new Error(`${definition.name} did not fail`);
}

/** A host over a folder that holds `proc`, `sys`, `udev/data`, and is itself the root file system. */
export function fixtureHost(folder: string, now: () => number = () => 0): Host {
  return {
    proc: createFileTree(`${folder}/proc`),
    sys: createFileTree(`${folder}/sys`),
    root: createFileTree(folder),
    udev: createFileTree(`${folder}/udev/data`),
    bus: {
      system: `unix:path=${folder}/run/dbus/system_bus_socket`,
      systemdPrivate: `unix:path=${folder}/run/systemd/private`,
    },
    now,
  };
}
