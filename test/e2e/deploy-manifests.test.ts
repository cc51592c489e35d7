import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { manifestsOf, NODE_EXPORTER_MANIFESTS, only, type Manifest } from "../servers/manifests.ts";
import { REPOSITORY } from "../servers/paths.ts";
import { serverDirectory } from "../servers/process.ts";
import { annotationTargets, monitorTargets } from "./discovered-targets.ts";

const NODE = { name: "worker-7", ip: "192.0.2.17" };
const NODE_6 = { name: "worker-8", ip: "2001:db8::18" };
const OVERLAYS = ["service-annotations", "service-monitor", "delegated-auth", "kube-prometheus"];
const FOLDERS = ["base", ...OVERLAYS.map((name) => `overlays/${name}`)];

const render = (folder: string): readonly Manifest[] => manifestsOf(join(NODE_EXPORTER_MANIFESTS, folder));

/** The base with components in the given order, as a user writes it. */
function composed(components: readonly string[]): readonly Manifest[] {
  const folder = join(serverDirectory("kustomization"), "overlay");
  mkdirSync(folder);
  const from = (path: string): string => relative(folder, join(NODE_EXPORTER_MANIFESTS, path));
  writeFileSync(
    join(folder, "kustomization.yaml"),
    [
      "apiVersion: kustomize.config.k8s.io/v1beta1",
      "kind: Kustomization",
      `resources: [${from("base")}]`,
      `components: [${components.map((name) => from(`components/${name}`)).join(", ")}]`,
      "",
    ].join("\n"),
  );
  return manifestsOf(folder);
}

const container = (manifests: readonly Manifest[]) => {
  const [first, ...others] = only(manifests, "DaemonSet").spec.template.spec.containers;
  if (first === undefined || others.length > 0) throw new Error("not one container");
  return first;
};

const annotationKeys = (annotations: Readonly<Record<string, string>> = {}): readonly string[] =>
  Object.keys(annotations)
    .filter((key) => key.startsWith("prometheus.io/"))
    .toSorted();

const ALL_FOUR = ["prometheus.io/path", "prometheus.io/port", "prometheus.io/scheme", "prometheus.io/scrape"];

describe("how the nodes are found", () => {
  test.each([
    ["base", "kubernetes-pods", "http"],
    ["overlays/service-annotations", "kubernetes-service-endpoints", "http"],
    ["overlays/delegated-auth", "kubernetes-pods", "https"],
  ])("%s: one target by annotations, none by a monitor", (folder, job, scheme) => {
    const manifests = render(folder);
    for (const [node, address] of [
      [NODE, "192.0.2.17:9100"],
      [NODE_6, "[2001:db8::18]:9100"],
    ] as const) {
      expect(annotationTargets(manifests, node)).toEqual([
        { job, address, scheme, path: "/metrics", instance: address },
      ]);
    }
    expect(monitorTargets(manifests, NODE)).toEqual([]);
  });

  test.each([
    ["overlays/service-monitor", "http"],
    ["overlays/kube-prometheus", "https"],
  ])("%s: one target by its monitor, named after the node, none by annotations", (folder, scheme) => {
    const manifests = render(folder);
    expect(monitorTargets(manifests, NODE)).toEqual([
      { job: "node-exporter", address: "192.0.2.17:9100", scheme, path: "/metrics", instance: "worker-7" },
    ]);
    expect(annotationTargets(manifests, NODE)).toEqual([]);
  });

  test("the annotations are on the pods or on the Service, whole, and never on both", () => {
    const where = (folder: string) => {
      const manifests = render(folder);
      return [
        annotationKeys(only(manifests, "DaemonSet").spec.template.metadata.annotations),
        annotationKeys(only(manifests, "Service").metadata.annotations),
      ];
    };
    expect(where("base")).toEqual([ALL_FOUR, []]);
    expect(where("overlays/service-annotations")).toEqual([[], ALL_FOUR]);
    expect(where("overlays/delegated-auth")).toEqual([ALL_FOUR, []]);
    expect(where("overlays/service-monitor")).toEqual([[], []]);
    expect(where("overlays/kube-prometheus")).toEqual([[], []]);
  });

  test.each([
    ["in the order of the documentation", ["delegated-auth", "service-annotations"]],
    ["the other way round", ["service-annotations", "delegated-auth"]],
  ])("HTTPS with annotations of the Service, %s", (_, components) => {
    expect(annotationTargets(composed(components), NODE)).toEqual([
      {
        job: "kubernetes-service-endpoints",
        address: "192.0.2.17:9100",
        scheme: "https",
        path: "/metrics",
        instance: "192.0.2.17:9100",
      },
    ]);
  });

  test("the rules that count would see it if both were annotated", () => {
    const pods = render("base");
    const service = only(render("overlays/service-annotations"), "Service");
    const both = [...pods.filter(({ kind }) => kind !== "Service"), service];
    expect(annotationTargets(both, NODE).map(({ job }) => job)).toEqual([
      "kubernetes-pods",
      "kubernetes-service-endpoints",
    ]);
  });
});

describe.each(FOLDERS)("%s", (folder) => {
  test("the pods see the host, read-only, and may do nothing to it", () => {
    const manifests = render(folder);
    const pod = only(manifests, "DaemonSet").spec.template.spec;
    expect(pod).toMatchObject({
      hostNetwork: true,
      hostPID: true,
      priorityClassName: "system-cluster-critical",
      nodeSelector: { "kubernetes.io/os": "linux" },
      tolerations: [{ operator: "Exists" }],
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65534,
        runAsGroup: 65534,
        seccompProfile: { type: "RuntimeDefault" },
      },
    });
    expect(container(manifests).securityContext).toEqual({
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(container(manifests).volumeMounts.every(({ readOnly }) => readOnly === true)).toBe(true);
    expect(container(manifests).volumeMounts).toEqual(
      expect.arrayContaining([
        { name: "sys", mountPath: "/host/sys", readOnly: true, mountPropagation: "HostToContainer" },
        { name: "root", mountPath: "/host/root", readOnly: true, mountPropagation: "HostToContainer" },
      ]),
    );
    expect(pod.volumes).toEqual(
      expect.arrayContaining([
        { name: "sys", hostPath: { path: "/sys", type: "Directory" } },
        { name: "root", hostPath: { path: "/", type: "Directory" } },
      ]),
    );
    expect(container(manifests).resources.limits["memory"]).toBe("180Mi");
  });

  test("the probes ask for the health paths over what the port speaks", () => {
    const manifests = render(folder);
    const scheme = container(manifests).args.includes("--web.auth.delegated") ? "HTTPS" : "HTTP";
    expect(container(manifests).livenessProbe.httpGet).toEqual({ path: "/-/healthy", port: "metrics", scheme });
    expect(container(manifests).readinessProbe.httpGet).toEqual({ path: "/-/ready", port: "metrics", scheme });
  });

  test("a headless Service, a ServiceAccount and a policy go with them, all with the labels", () => {
    const manifests = render(folder);
    const service = only(manifests, "Service");
    expect(service.spec.clusterIP).toBe("None");
    expect(only(manifests, "ServiceAccount").metadata.name).toBe("node-exporter");
    expect(only(manifests, "NetworkPolicy").metadata.name).toBe("node-exporter");
    for (const { kind, metadata } of manifests) {
      expect(metadata.labels, kind).toEqual({
        "app.kubernetes.io/name": "node-exporter",
        "app.kubernetes.io/component": "exporter",
        "app.kubernetes.io/part-of": "sightglass",
      });
    }
  });

  test("the account may ask for reviews where the agent does, and has no token elsewhere", () => {
    const manifests = render(folder);
    const delegated = container(manifests).args.includes("--web.auth.delegated");
    expect(only(manifests, "DaemonSet").spec.template.spec["automountServiceAccountToken"]).toBe(delegated);
    const roles = manifests.filter(({ kind }) => kind === "ClusterRole").map((role) => role["rules"]);
    expect(roles).toEqual(
      delegated
        ? [
            [
              { apiGroups: ["authentication.k8s.io"], resources: ["tokenreviews"], verbs: ["create"] },
              { apiGroups: ["authorization.k8s.io"], resources: ["subjectaccessreviews"], verbs: ["create"] },
            ],
          ]
        : [],
    );
  });
});

test("root-only-files runs as root with the one capability that it is for", () => {
  const manifests = composed(["root-only-files"]);
  expect(only(manifests, "DaemonSet").spec.template.spec["securityContext"]).toMatchObject({
    runAsNonRoot: false,
    runAsUser: 0,
    runAsGroup: 0,
    seccompProfile: { type: "RuntimeDefault" },
  });
  expect(container(manifests).securityContext).toEqual({
    allowPrivilegeEscalation: false,
    privileged: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"], add: ["DAC_READ_SEARCH"] },
  });
});

test("the operator's Prometheus shows its token to HTTPS only", () => {
  const tokens = (folder: string) =>
    only(render(folder), "ServiceMonitor").spec.endpoints.map((each) => each.bearerTokenFile);
  expect(tokens("overlays/service-monitor")).toEqual([undefined]);
  expect(tokens("overlays/kube-prometheus")).toEqual(["/var/run/secrets/kubernetes.io/serviceaccount/token"]);
});

test("the image is that of this version", () => {
  const { version } = JSON.parse(readFileSync(join(REPOSITORY, "packages/node-exporter/package.json"), "utf8")) as {
    version: string;
  };
  expect(container(render("base")).image).toBe(`sightglass/node-exporter:${version}`);
});
