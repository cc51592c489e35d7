import { defaultOptionValues } from "../bridge/default-option-values.ts";
import type { CollectorDefinition } from "../collector.ts";
import { NoDataError, PartialDataError } from "../errors.ts";
import { lintedFamilies } from "../lint/linted-families.ts";
import { lintFamilies } from "../lint/lint-families.ts";
import { evaluateFamilies } from "./evaluate-families.ts";

/** What a set of definitions is held against. */
export interface CollectorContract<Source> {
  /** Start of every metric name, with its underscore. */
  readonly namePrefix: string;
  /** A source that has nothing: an empty host, a server without tables. Made anew for each collector. */
  readonly absentSource: () => Source;
  /** Collectors that have data whatever the source lacks, and why. */
  readonly alwaysPresent?: Readonly<Record<string, string>>;
  /** Collectors whose source is part of every host: without it they fail with an error, and have no samples. */
  readonly mandatorySource?: readonly string[];
  /** Families that more than one collector declares, and why. */
  readonly sharedFamilies?: Readonly<Record<string, string>>;
  /** Flags that do not start with `collector.<name>.` because the replaced tool names them otherwise. */
  readonly foreignFlags?: readonly string[];
  /** Source text of a collector's file: every static name must stand in it as one literal. */
  readonly sourceText?: (collector: string) => string;
  /** Milliseconds that `read` may take when it is aborted or its source is absent. */
  readonly deadlineMs?: number;
}

type Definition<Source> = CollectorDefinition<Source>;

/** One clause of the contract: what it says, and what a definition does against it. */
export interface ContractClause<Source> {
  readonly name: string;
  readonly problems: (
    definition: Definition<Source>,
    contract: CollectorContract<Source>,
  ) => readonly string[] | Promise<readonly string[]>;
}

const SNAKE_CASE = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;

function isSentence(text: string): boolean {
  return /^[^a-z\s].*\.$/.test(text) && text.trim().includes(" ");
}

type Outcome = { readonly data: unknown } | { readonly error: unknown } | "late";

/** Runs `setup` and `read` and waits no longer than the contract's deadline. */
async function run<Source>(
  definition: Definition<Source>,
  contract: CollectorContract<Source>,
  signal: AbortSignal,
): Promise<Outcome> {
  const deadlineMs = contract.deadlineMs ?? 5000;
  const source = contract.absentSource();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(resolve, deadlineMs, "late");
  });
  const attempt = async (): Promise<Outcome> => {
    try {
      const state = definition.setup(defaultOptionValues(definition.options) as never, source);
      return { data: await definition.read(source, signal, state as never) };
    } catch (error) {
      return { error };
    }
  };
  try {
    return await Promise.race([attempt(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function samplesIn<Source>(definition: Definition<Source>, data: unknown): readonly string[] {
  return evaluateFamilies(definition.families, data)
    .filter(({ points }) => points.length > 0)
    .map(({ name, points }) => `${name} has ${points.length} samples`);
}

/** The clauses that concern one definition at a time. */
export function contractClauses<Source>(): readonly ContractClause<Source>[] {
  return [
    {
      name: "has a snake-case name and a help sentence",
      problems: ({ name, help }) => [
        ...(SNAKE_CASE.test(name) ? [] : [`"${name}" is not in snake case`]),
        ...(isSentence(help) ? [] : [`its help is not a sentence: "${help}"`]),
      ],
    },
    {
      name: "passes the metric linter",
      problems: (definition) =>
        lintFamilies(lintedFamilies(definition)).map(({ family, rule, message }) => `${family}: ${message} (${rule})`),
    },
    {
      name: "names its families in whole literals with the program's prefix",
      problems: (definition, { namePrefix, sourceText }) => {
        const text = sourceText?.(definition.name);
        return definition.families.flatMap((family) => {
          if (family.kind === "foreign") return [];
          const name = family.kind === "static" ? family.name : family.prefix;
          return [
            ...(name.startsWith(namePrefix) ? [] : [`${name} does not start with ${namePrefix}`]),
            ...(text === undefined || text.includes(`"${name}"`) ? [] : [`"${name}" is not a literal in its file`]),
          ];
        });
      },
    },
    {
      name: "explains every family in a sentence",
      problems: ({ families }) =>
        families
          .filter(({ help }) => !isSentence(help))
          .map((family) => `${family.kind === "static" ? family.name : family.kind}: "${family.help}"`),
    },
    {
      name: "names its flags after itself and explains them in sentences",
      problems: ({ name, options }, { foreignFlags = [] }) =>
        Object.values(options).flatMap(({ flag, help }) => [
          ...(flag.startsWith(`collector.${name}.`) || foreignFlags.includes(flag)
            ? []
            : [`--${flag} does not start with collector.${name}.`]),
          ...(isSentence(help) ? [] : [`--${flag}: "${help}"`]),
        ]),
    },
    {
      name: "settles when it is aborted",
      problems: async (definition, contract) =>
        (await run(definition, contract, AbortSignal.abort())) === "late" ? ["read did not settle"] : [],
    },
    {
      name: "takes an absent source for no data",
      problems: async (definition, contract) => {
        if (Object.hasOwn(contract.alwaysPresent ?? {}, definition.name)) return [];
        const outcome = await run(definition, contract, new AbortController().signal);
        if (outcome === "late") return ["read did not settle"];
        if ("data" in outcome) return samplesIn(definition, outcome.data);
        const { error } = outcome;
        const cause = error instanceof PartialDataError ? error.cause : error;
        const samples = error instanceof PartialDataError ? samplesIn(definition, error.data) : [];
        const mandatory = contract.mandatorySource?.includes(definition.name) === true;
        if (cause instanceof NoDataError === mandatory) {
          return [`threw ${String(cause)}${mandatory ? "" : ", no NoDataError"}`, ...samples];
        }
        return samples;
      },
    },
  ];
}

/** What a list of definitions does wrong as a list: order and names used twice. */
export function listProblems(
  definitions: readonly CollectorDefinition[],
  sharedFamilies: Readonly<Record<string, string>> = {},
): readonly string[] {
  const problems: string[] = [];
  const owners = new Map<string, string>();
  let last = "";
  for (const { name, families } of definitions) {
    if (name <= last) problems.push(`${name} stands behind ${last}`);
    last = name;
    for (const family of families) {
      if (family.kind !== "static") continue;
      const owner = owners.get(family.name);
      if (owner !== undefined && !Object.hasOwn(sharedFamilies, family.name))
        problems.push(`${name} and ${owner} both declare ${family.name}`);
      owners.set(family.name, name);
    }
  }
  return problems;
}

/** All problems of all definitions, each with the collector's name in front; empty when the contract is kept. */
export async function collectorContractProblems<Source>(
  definitions: readonly CollectorDefinition<Source>[],
  contract: CollectorContract<Source>,
): Promise<readonly string[]> {
  const problems = [...listProblems(definitions, contract.sharedFamilies)];
  for (const definition of definitions) {
    for (const clause of contractClauses<Source>()) {
      for (const problem of await clause.problems(definition, contract))
        problems.push(`${definition.name}: ${problem}`);
    }
  }
  return problems;
}
