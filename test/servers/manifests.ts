import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { peerProgram, REPOSITORY } from "./paths.ts";

/** What a container says of itself in a pod's template, as far as tests look at it. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly volumeMounts: readonly Readonly<Record<string, unknown>>[];
  readonly resources: { readonly limits: Readonly<Record<string, string>> };
}

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string; readonly scheme: string };
}

/** A rendered object. The parts below `spec` are those of the kinds that tests ask for by name. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** A DaemonSet. */
export interface DaemonSet extends Manifest {
  readonly spec: {
    readonly template: {
      readonly metadata: {
        readonly labels: Readonly<Record<string, string>>;
        readonly annotations?: Readonly<Record<string, string>>;
      };
      readonly spec: {
        readonly containers: readonly Container[];
        readonly volumes: readonly Readonly<Record<string, unknown>>[];
        readonly [field: string]: unknown;
      };
    };
  };
}

/** A Service. */
export interface Service extends Manifest {
  readonly spec: {
    readonly clusterIP?: string;
    readonly selector: Readonly<Record<string, string>>;
    readonly ports: readonly { readonly name: string; readonly port: number; readonly targetPort: number | string }[];
  };
}

/** A ServiceMonitor of the Prometheus operator. */
export interface ServiceMonitor extends Manifest {
  readonly spec: {
    readonly jobLabel?: string;
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly endpoints: readonly {
      readonly port: string;
      readonly scheme?: string;
      readonly path?: string;
      readonly bearerTokenFile?: string;
      readonly relabelings?: readonly { readonly sourceLabels: readonly string[]; readonly targetLabel: string }[];
    }[];
  };
}

/** Folder of the node exporter's manifests. */
export const NODE_EXPORTER_MANIFESTS: string = join(REPOSITORY, "deploy/node-exporter");

/** What kustomize makes of a folder, as YAML. */
function renderManifests(folder: string): string {
  return execFileSync(peerProgram("kustomize", "current"), ["build", folder], { encoding: "utf8", timeout: 60_000 });
}

/** The parser that the kit depends on. */
const yaml = createRequire(join(REPOSITORY, "packages/exporter-kit/package.json"))("yaml") as {
  parseAllDocuments(text: string): readonly { toJS(): unknown; readonly errors: readonly Error[] }[];
};

/** The objects of a text of YAML documents. */
function parseManifests(text: string): readonly Manifest[] {
  return yaml.parseAllDocuments(text).map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return document.toJS() as Manifest;
  });
}

/** The rendered objects of a folder. */
export function manifestsOf(folder: string): readonly Manifest[] {
  return parseManifests(renderManifests(folder));
}

interface Kinds {
  readonly ClusterRole: Manifest;
  readonly DaemonSet: DaemonSet;
  readonly NetworkPolicy: Manifest;
  readonly Service: Service;
  readonly ServiceAccount: Manifest;
  readonly ServiceMonitor: ServiceMonitor;
}

/** The one object of a kind; throws an Error when there is none or more than one. */
export function only<Kind extends keyof Kinds>(manifests: readonly Manifest[], kind: Kind): Kinds[Kind] {
  const found = manifests.filter((manifest) => manifest.kind === kind);
  if (found.length !== 1) throw new Error(`${found.length} objects of kind ${kind}`);
  return found[0] as Kinds[Kind];
}
