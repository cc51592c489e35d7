import { readdir } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import { UsageError } from "@sightglass/exporter-kit";
import type { Consumer } from "./consumer-break.ts";
import { variableExpression } from "./grafana-variables.ts";
import { readBoundedText } from "./read-rules.ts";

const MAX_FILES = 2_000;
const MAX_DEPTH = 8;

type Json = Readonly<Record<string, unknown>>;

const asObject = (value: unknown): Json | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
const objects = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.map(asObject).filter((item) => item !== undefined) : [];
const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

function panelsOf(container: Json, depth: number): readonly Json[] {
  if (depth > MAX_DEPTH) {
    return [];
  }
  return [...objects(container["panels"]), ...objects(container["rows"])].flatMap((panel) => [
    panel,
    ...panelsOf(panel, depth + 1),
  ]);
}

function panelConsumers(panel: Json, place: string): Consumer[] {
  const name = text(panel["title"]) ?? `panel ${JSON.stringify(panel["id"]) ?? "without a title"}`;
  return objects(panel["targets"]).flatMap((target): Consumer[] => {
    const expression = text(target["expr"]);
    return expression === undefined || expression === ""
      ? []
      : [{ kind: "panel", name: name === "" ? "panel without a title" : name, place, expression, isTemplate: true }];
  });
}

function variableConsumers(dashboard: Json, place: string): Consumer[] {
  return objects(asObject(dashboard["templating"])?.["list"]).flatMap((variable): Consumer[] => {
    const query = text(variable["query"]) ?? text(asObject(variable["query"])?.["query"]);
    const expression = variable["type"] === "query" && query !== undefined ? variableExpression(query) : undefined;
    const name = text(variable["name"]) ?? "without a name";
    return expression === undefined ? [] : [{ kind: "variable", name, place, expression, isTemplate: true }];
  });
}

function annotationConsumers(dashboard: Json, place: string): Consumer[] {
  return objects(asObject(dashboard["annotations"])?.["list"]).flatMap((annotation): Consumer[] => {
    const expression = text(annotation["expr"]);
    const name = text(annotation["name"]) ?? "without a name";
    return expression === undefined || expression === ""
      ? []
      : [{ kind: "annotation", name, place, expression, isTemplate: true }];
  });
}

/** All that a Grafana dashboard asks: panels in rows too, variables, annotations. */
export function dashboardConsumers(value: unknown, file: string): readonly Consumer[] {
  const outer = asObject(value) ?? {};
  // As the HTTP API gives it, the dashboard stands in an envelope.
  const dashboard = asObject(outer["dashboard"]) ?? outer;
  const title = text(dashboard["title"]);
  const place = title === undefined ? file : `${title} (${file})`;
  return [
    ...panelsOf(dashboard, 0).flatMap((panel) => panelConsumers(panel, place)),
    ...variableConsumers(dashboard, place),
    ...annotationConsumers(dashboard, place),
  ];
}

/** Hidden files are none; a mounted ConfigMap has each of its files once more in a hidden folder. */
const isDashboard = (name: string): boolean =>
  name.endsWith(".json") && !name.split(sep).some((part) => part.startsWith("."));

/**
 * Reads the dashboards (`.json`) of a folder and of those in it.
 *
 * @throws UsageError when it cannot be read, a file is no JSON, or there is no dashboard.
 */
export async function readDashboards(folder: string): Promise<readonly Consumer[]> {
  let names: string[];
  try {
    names = (await readdir(folder, { recursive: true })).filter(isDashboard).toSorted();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot read ${folder}: ${reason}`, { cause: error });
  }
  if (names.length === 0) {
    throw new UsageError(`${folder}: there are no dashboards (*.json) in it`);
  }
  if (names.length > MAX_FILES) {
    throw new UsageError(`${folder}: there are more than ${MAX_FILES} dashboards in it`);
  }
  const consumers: Consumer[] = [];
  for (const name of names) {
    const content = await readBoundedText(join(folder, name));
    let value: unknown;
    try {
      value = JSON.parse(content);
    } catch (error) {
      throw new UsageError(`${join(folder, name)}: it is no JSON`, { cause: error });
    }
    consumers.push(...dashboardConsumers(value, basename(name)));
  }
  return consumers;
}
