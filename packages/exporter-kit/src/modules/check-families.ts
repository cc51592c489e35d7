import type { FamilyDefinition, MetricType } from "@sightglass/metrics-registry";
import { described } from "./described.ts";

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

const STATIC_TYPES: ReadonlySet<string> = new Set<MetricType>([
  "gauge",
  "counter",
  "unknown",
  "info",
  "stateset",
  "histogram",
  "summary",
]);
const DYNAMIC_TYPES: ReadonlySet<string> = new Set(["gauge", "counter", "unknown"]);

/** The label that the format itself writes for a type. */
const TAKEN_LABEL: Readonly<Record<string, string>> = { histogram: "le", summary: "quantile" };

type Fields = Readonly<Record<string, unknown>>;

function* nameProblems(field: string, name: unknown): Generator<string> {
  if (typeof name !== "string" || !METRIC_NAME.test(name)) {
    yield `${field}: ${described(name)} is no metric name; it must be letters, digits and underscores`;
  }
}

function* labelProblems({ labels, type, name }: Fields): Generator<string> {
  if (!Array.isArray(labels)) {
    yield `labels: ${described(labels)} is no list of label names`;
    return;
  }
  const taken = typeof type === "string" ? TAKEN_LABEL[type] : undefined;
  // A stateset's own name is its last label: the builder has put it there.
  const chosen: readonly unknown[] = type === "stateset" && labels.at(-1) === name ? labels.slice(0, -1) : labels;
  for (const [at, label] of chosen.entries()) {
    if (typeof label !== "string" || !LABEL_NAME.test(label)) {
      yield `labels: ${described(label)} is no label name; it must be letters, digits and underscores`;
    } else if (label.startsWith("__") || label === taken) {
      yield `labels: the name ${label} is reserved`;
    } else if (chosen.indexOf(label) !== at) {
      yield `labels: ${label} is there twice`;
    }
  }
}

function* typeProblems(type: unknown, allowed: ReadonlySet<string>): Generator<string> {
  if (typeof type !== "string" || !allowed.has(type)) {
    yield `type: ${described(type)} is none of ${[...allowed].join(", ")}`;
  }
}

function* functionProblems(fields: Fields, field: string): Generator<string> {
  if (typeof fields[field] !== "function") {
    yield `${field}: ${described(fields[field])} is no function`;
  }
}

function* familyProblems(family: Fields): Generator<string> {
  if (typeof family["help"] !== "string" || family["help"].trim() === "") {
    yield `help: ${described(family["help"])} is no sentence about the metric`;
  }
  switch (family["kind"]) {
    case "static":
      yield* nameProblems("name", family["name"]);
      yield* typeProblems(family["type"], STATIC_TYPES);
      yield* labelProblems(family);
      yield* functionProblems(family, "samples");
      return;
    case "dynamic":
      yield* nameProblems("prefix", family["prefix"]);
      yield* typeProblems(family["type"], DYNAMIC_TYPES);
      yield* labelProblems(family);
      yield* functionProblems(family, "samples");
      return;
    case "foreign":
      yield* functionProblems(family, "families");
      return;
    default:
      yield "it was not made by the function that families is called with";
  }
}

/** What a family is called in a message: its place, and its name where it has one. */
function titleOf(family: unknown, at: number): string {
  const { name, prefix } = (family ?? {}) as Fields;
  const shown = name ?? prefix;
  return `families[${at}]${typeof shown === "string" ? ` ${JSON.stringify(shown)}` : ""}`;
}

/** Says what is wrong with the families of a definition that someone else wrote; each message names the field. */
export function checkFamilies(families: unknown): readonly string[] {
  if (!Array.isArray(families) || families.length === 0) {
    return [`families: ${described(families)} is no list of at least one family`];
  }
  return families.flatMap((family: unknown, at) => {
    const title = titleOf(family, at);
    if (typeof family !== "object" || family === null) {
      return [`${title}: ${described(family)} was not made by the function that families is called with`];
    }
    return [...familyProblems(family as Fields)].map((problem) => `${title}: ${problem}`);
  });
}

/** Names of the families that a definition declares whole; kernel-given and passed-on names are not known before. */
export function declaredNames(families: readonly FamilyDefinition<never>[]): readonly string[] {
  return families.flatMap((family) => (family.kind === "static" ? [family.name] : []));
}
