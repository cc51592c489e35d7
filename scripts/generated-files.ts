import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderFlagReference } from "@sightglass/exporter-kit";
import { collectors as nodeCollectors } from "../packages/node-exporter/src/collectors/index.ts";
import { nodeExporter } from "../packages/node-exporter/src/program.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { renderApiReport } from "./render-api-report.ts";
import { renderMetricReference, type ReferencedProgram } from "./render-metric-reference.ts";

/** Root of the workspace. */
export const ROOT: string = join(import.meta.dirname, "..");

/** One report for each entry point that a package's `exports` name. */
function apiReports(name: string): readonly GeneratedFile[] {
  const folder = join(ROOT, "packages", name);
  const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    readonly exports: Readonly<Record<string, { readonly types: string }>>;
  };
  return Object.entries(exports).map(([entry, { types }]) => ({
    path: `packages/${name}/etc/${entry === "." ? name : `${name}-${entry.slice(2).replaceAll("/", "-")}`}.api.md`,
    group: "api",
    render: () => renderApiReport({ folder, declarations: types }),
  }));
}

/** The pages of one program's metrics. */
function metricReference(program: ReferencedProgram): readonly GeneratedFile[] {
  return [...renderMetricReference(program)].map(([file, text]) => ({
    path: `docs/metrics/${program.name}/${file}`,
    group: "docs",
    render: () => text,
  }));
}

/** Folders in which every file is generated: another one there is left from a definition that is gone. */
export const GENERATED_FOLDERS: readonly string[] = ["docs/metrics/node-exporter"];

/** Every generated file; a new one is a line here. */
export const GENERATED_FILES: readonly GeneratedFile[] = [
  ...metricReference({ name: "node-exporter", collectors: nodeCollectors }),
  {
    path: "docs/flags/node-exporter.md",
    group: "docs",
    render: () => renderFlagReference(nodeExporter),
  },
  ...apiReports("metrics-registry"),
  ...apiReports("exporter-kit"),
];
