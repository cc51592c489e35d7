import type { DaemonSet, Manifest, Service, ServiceMonitor } from "../servers/manifests.ts";

/** What Prometheus would scrape. */
export interface Target {
  readonly job: string;
  /** `host:port`. */
  readonly address: string;
  readonly scheme: string;
  readonly path: string;
  /** Where relabeling sets it; the address otherwise. */
  readonly instance: string;
}

/** A node with the pod of each DaemonSet on it. */
export interface Node {
  readonly name: string;
  readonly ip: string;
}

const withoutPort = (ip: string): string => (ip.includes(":") ? `[${ip}]` : ip);

/** Meta labels of annotations have `_` for every character that no label's name may have. */
const annotationsOf = (annotations: Readonly<Record<string, string>> = {}): ReadonlyMap<string, string> =>
  new Map(Object.entries(annotations).map(([key, value]) => [key.replace(/\W/g, "_"), value]));

const selects = (selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);

const daemonSetsOf = (manifests: readonly Manifest[]): readonly DaemonSet[] =>
  manifests.filter((manifest) => manifest.kind === "DaemonSet") as DaemonSet[];

const servicesOf = (manifests: readonly Manifest[]): readonly Service[] =>
  manifests.filter((manifest) => manifest.kind === "Service") as Service[];

function distinct(targets: readonly Target[]): readonly Target[] {
  return [...new Map(targets.map((target) => [JSON.stringify(target), target])).values()];
}

function annotated(job: string, address: string, annotations: ReadonlyMap<string, string>): Target {
  const scheme = annotations.get("prometheus_io_scheme") ?? "";
  return {
    job,
    address,
    scheme: /^(?:https?)$/.test(scheme) ? scheme : "http",
    path: annotations.get("prometheus_io_path") || "/metrics",
    instance: address,
  };
}

/** Job kubernetes-pods of Prometheus' chart: one candidate for each port that a container declares. */
function podTargets(daemonSet: DaemonSet, node: Node): readonly Target[] {
  const annotations = annotationsOf(daemonSet.spec.template.metadata.annotations);
  if (annotations.get("prometheus_io_scrape") !== "true") return [];
  const port = annotations.get("prometheus_io_port");
  const candidates = daemonSet.spec.template.spec.containers.flatMap(({ ports = [] }) =>
    ports.length === 0 ? [node.ip] : ports.map(({ containerPort }) => `${withoutPort(node.ip)}:${containerPort}`),
  );
  return candidates.map((candidate) => {
    const source = `${port ?? ""};${node.ip}`;
    const address = source
      .replace(/^(\d+);(([A-Fa-f0-9]{1,4}::?){1,7}[A-Fa-f0-9]{1,4})$/, "[$2]:$1")
      .replace(/^(\d+);((([0-9]+?)(\.|$)){4})$/, "$2:$1");
    return annotated("kubernetes-pods", address === source ? candidate : address, annotations);
  });
}

/** The ports of the pods behind a Service, by the name of the Service's port; those that it does not name have none. */
function endpoints(service: Service, daemonSets: readonly DaemonSet[], node: Node): readonly [string, string][] {
  return daemonSets
    .filter((daemonSet) => selects(service.spec.selector, daemonSet.spec.template.metadata.labels))
    .flatMap((daemonSet) => {
      const declared = daemonSet.spec.template.spec.containers.flatMap(({ ports = [] }) => ports);
      const named = service.spec.ports.flatMap(({ name, targetPort }): [string, number][] => {
        const port = declared.find((each) => each.name === targetPort || each.containerPort === targetPort);
        return port === undefined ? [] : [[name, port.containerPort]];
      });
      const others = declared
        .filter(({ containerPort }) => !named.some(([, port]) => port === containerPort))
        .map(({ containerPort }): [string, number] => ["", containerPort]);
      return [...named, ...others].map(([name, port]): [string, string] => [name, `${withoutPort(node.ip)}:${port}`]);
    });
}

/** Job kubernetes-service-endpoints of Prometheus' chart. */
function serviceTargets(service: Service, daemonSets: readonly DaemonSet[], node: Node): readonly Target[] {
  const annotations = annotationsOf(service.metadata.annotations);
  if (annotations.get("prometheus_io_scrape") !== "true" || annotations.get("prometheus_io_scrape_slow") === "true") {
    return [];
  }
  const port = annotations.get("prometheus_io_port");
  return endpoints(service, daemonSets, node).map(([, candidate]) => {
    const address = port === undefined ? candidate : `${candidate};${port}`.replace(/^(.+?)(?::\d+)?;(\d+)$/, "$1:$2");
    return annotated("kubernetes-service-endpoints", address, annotations);
  });
}

/** The targets on a node that annotations lead Prometheus' chart to. */
export function annotationTargets(manifests: readonly Manifest[], node: Node): readonly Target[] {
  const daemonSets = daemonSetsOf(manifests);
  return distinct([
    ...daemonSets.flatMap((daemonSet) => podTargets(daemonSet, node)),
    ...servicesOf(manifests).flatMap((service) => serviceTargets(service, daemonSets, node)),
  ]);
}

/** The targets on a node that ServiceMonitors lead the operator's Prometheus to. */
export function monitorTargets(manifests: readonly Manifest[], node: Node): readonly Target[] {
  const monitors = manifests.filter((manifest) => manifest.kind === "ServiceMonitor") as ServiceMonitor[];
  return distinct(
    monitors.flatMap(({ spec }) =>
      servicesOf(manifests)
        .filter((service) => selects(spec.selector.matchLabels, service.metadata.labels ?? {}))
        .flatMap((service) =>
          spec.endpoints.flatMap((endpoint) =>
            endpoints(service, daemonSetsOf(manifests), node)
              .filter(([name]) => name === endpoint.port)
              .map(([, address]) => {
                const named = (endpoint.relabelings ?? []).some(
                  ({ sourceLabels, targetLabel }) =>
                    targetLabel === "instance" && sourceLabels.join() === "__meta_kubernetes_pod_node_name",
                );
                return {
                  job: service.metadata.labels?.[spec.jobLabel ?? ""] ?? service.metadata.name,
                  address,
                  scheme: endpoint.scheme ?? "http",
                  path: endpoint.path ?? "/metrics",
                  instance: named ? node.name : address,
                };
              }),
          ),
        ),
    ),
  );
}
