import type { MetricFamily } from "@sightglass/metrics-registry";
import type { Program } from "./define-program.ts";

/** Go's names of processors, which dashboards that group by `goarch` expect. */
const GO_ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386", ppc64: "ppc64le" };

const architecture = (): string => GO_ARCHITECTURES[process.arch] ?? process.arch;
const platform = (): string => (process.platform === "win32" ? "windows" : process.platform);

/** What `--version` prints: program and version first, as scripts that parse node_exporter's output expect. */
export function versionText(program: Pick<Program, "name" | "version">): string {
  return [
    `${program.name}, version ${program.version} (Sightglass)`,
    `  runtime:          Node.js ${process.versions.node}, V8 ${process.versions.v8}`,
    `  platform:         ${platform()}/${architecture()}`,
    "",
  ].join("\n");
}

/** The family that tells a program's build, with the labels that Go programs have there. */
export function buildInfo(program: Pick<Program, "buildInfoFamily" | "name" | "version">): MetricFamily {
  return {
    name: program.buildInfoFamily,
    type: "gauge",
    help: `Always 1; the labels tell which build of ${program.name} this is and what it runs on.`,
    points: [
      {
        labels: [
          ["branch", ""],
          ["goarch", architecture()],
          ["goos", platform()],
          ["goversion", `node${process.versions.node}`],
          ["revision", ""],
          ["tags", "sightglass"],
          ["version", program.version],
        ],
        value: 1,
      },
    ],
  };
}
