import { readFileSync, statfsSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseExposition } from "@sightglass/metrics-registry";
import { ensureBuilt } from "../servers/build.ts";
import type { HttpServerProcess } from "../servers/http-server.ts";
import { manifestsOf, NODE_EXPORTER_MANIFESTS, only } from "../servers/manifests.ts";
import { startNodeExporter } from "../servers/node-exporter.ts";
import { peerProgram } from "../servers/paths.ts";
import { POD_CHECKOUT, POD_USER, startInPod } from "../servers/pod-layout.ts";
import { RESTLESS } from "./restless-families.ts";
import { runSightglass } from "./run-sightglass.ts";

/** kube-prometheus' arguments, but for the address. */
const ARGUMENTS = [
  "--path.sysfs=/host/sys",
  "--path.rootfs=/host/root",
  "--path.procfs=/host/root/proc",
  "--path.udev.data=/host/root/run/udev/data",
  "--no-collector.wifi",
  "--no-collector.hwmon",
  "--no-collector.btrfs",
  "--collector.filesystem.mount-points-exclude=^/(dev|proc|sys|run/k3s/containerd/.+|var/lib/docker/.+|var/lib/kubelet/pods/.+)($|/)",
  "--collector.netclass.ignored-devices=^(veth.*|[a-f0-9]{15})$",
  "--collector.netdev.device-exclude=^(veth.*|[a-f0-9]{15})$",
];

interface Difference {
  readonly family: string;
  readonly kinds: readonly string[];
  readonly whole?: { readonly side: string };
  readonly labels?: { readonly missing: readonly string[] };
  readonly series?: { readonly missing: readonly unknown[] };
}

interface Report {
  readonly old: { readonly families: number; readonly series: number };
  readonly equalFamilies: number;
  readonly groups: readonly { readonly kind: string; readonly families: readonly Difference[] }[];
}

type Series = ReadonlyMap<string, number>;

/** Values of a family by the value of one of its labels. */
async function valuesBy(server: HttpServerProcess, family: string, label: string): Promise<Series> {
  const page = await (await fetch(`${server.url}/metrics`, { signal: AbortSignal.timeout(10_000) })).text();
  const found = new Map<string, number>();
  for (const { name, points } of parseExposition(page, { format: "text" })) {
    if (name !== family) continue;
    for (const point of points) {
      const value = point.labels.find(([name]) => name === label)?.[1];
      if (value !== undefined && "value" in point) found.set(value, point.value);
    }
  }
  return found;
}

describe("with kube-prometheus' arguments, where the DaemonSet's container would be", () => {
  let ours: HttpServerProcess;
  let theirs: HttpServerProcess;
  let onHost: HttpServerProcess;

  beforeAll(async () => {
    ensureBuilt();
    const argsFor = (address: string): readonly string[] => [`--web.listen-address=${address}`, ...ARGUMENTS];
    [ours, theirs, onHost] = await Promise.all([
      startInPod({
        name: "pod-ours",
        command: `${POD_CHECKOUT}/packages/node-exporter/bin/node-exporter.js`,
        argsFor,
        readyPath: "/-/ready",
      }),
      startInPod({
        name: "pod-node_exporter",
        command: "/node_exporter",
        argsFor,
        mounts: { "/node_exporter": peerProgram("node_exporter", "current") },
        readyPath: "/",
      }),
      startNodeExporter({
        version: "current",
        flags: ARGUMENTS.filter((argument) => !argument.startsWith("--path.")),
      }),
    ]);
  }, 500_000);

  afterAll(async () => {
    await Promise.all([ours?.stop(), theirs?.stop(), onHost?.stop()]);
  });

  test("they are those of the DaemonSet, but for the address", () => {
    const [container] = only(manifestsOf(join(NODE_EXPORTER_MANIFESTS, "base")), "DaemonSet").spec.template.spec
      .containers;
    expect(container?.args).toEqual(["--web.listen-address=[$(HOST_IP)]:9100", ...ARGUMENTS]);
  });

  test("it is a user without a name and without a capability, in a root that it cannot write to", () => {
    const status = readFileSync(`/proc/${ours.pid}/status`, "utf8");
    expect(status).toMatch(new RegExp(`^Uid:\\t${POD_USER}\\t${POD_USER}`, "m"));
    for (const set of ["Inh", "Prm", "Eff", "Amb"]) expect(status).toMatch(new RegExp(`^Cap${set}:\\t0+$`, "m"));
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    const mounts = readFileSync(`/proc/${ours.pid}/mountinfo`, "utf8");
    for (const path of ["/", "/host/root", "/host/sys"]) {
      expect(mounts).toMatch(new RegExp(`^\\S+ \\S+ \\S+ \\S+ ${path} ro,`, "m"));
    }
  });

  test.each([
    ["node_exporter in the same place", () => theirs],
    ["node_exporter on the host itself, as root", () => onHost],
  ])("it gives all families, types, labels and values of %s", async (_, other) => {
    const flags = ["--scrapes=3", "--interval=1s", "--format=json"];
    const { stdout, stderr } = await runSightglass("compare", other().url, ours.url, ...flags);
    expect(stderr).toBe("");
    const report = JSON.parse(stdout) as Report;
    expect(report.old.series).toBeGreaterThan(400);
    const differences = report.groups.filter(({ kind }) => kind !== "program").flatMap(({ families }) => families);
    const families = (isSo: (difference: Difference) => boolean) =>
      differences.filter(isSo).map(({ family }) => family);
    expect(families(({ whole }) => whole?.side === "missing")).toEqual([]);
    expect(families(({ kinds }) => kinds.includes("type"))).toEqual([]);
    expect(families(({ labels }) => (labels?.missing.length ?? 0) > 0)).toEqual([]);
    expect(families(({ kinds, family }) => kinds.includes("drift") && !RESTLESS.test(family))).toEqual([]);
    expect(report.equalFamilies).toBeGreaterThan(200);
  });

  test("its file systems are the host's, by the host's paths", async () => {
    const sizes = await valuesBy(ours, "node_filesystem_size_bytes", "mountpoint");
    const { blocks, bsize } = statfsSync("/");
    expect(sizes.get("/")).toBe(blocks * bsize);
    expect((await valuesBy(ours, "node_filesystem_device_error", "mountpoint")).get("/")).toBe(0);
    expect([...sizes.keys()].filter((path) => path.startsWith("/host"))).toEqual([]);
    // Read-only is how the pod sees it, not how the host has it.
    expect((await valuesBy(ours, "node_filesystem_readonly", "mountpoint")).get("/")).toBe(0);
    expect((await valuesBy(ours, "node_uname_info", "nodename")).get(hostname())).toBe(1);
  });

  test("nothing that is on by default is refused for lack of a right, the clock's state neither", async () => {
    const page = await (await fetch(`${ours.url}/metrics`, { signal: AbortSignal.timeout(10_000) })).text();
    expect(page).toMatch(/^node_scrape_collector_success\{collector="timex"\} 1$/m);
    expect(page).toMatch(/^node_timex_maxerror_seconds /m);
    expect(page).not.toMatch(/^node_scrape_collector_status\{.*reason="(?:denied|error|timeout)".*\} 1$/m);
  });

  test("it keeps well below the container's limit of memory", () => {
    const [, peak] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${ours.pid}/status`, "utf8")) ?? [];
    expect(Number(peak)).toBeLessThan(120 * 1024);
  });

  test("it stops when the kubelet asks it to", async () => {
    expect(await ours.stop()).toBe(0);
  });
});

describe("what only root may read", () => {
  const flags = ["--collector.disable-defaults", "--collector.slabinfo", "--path.procfs=/host/root/proc"];
  const servers: HttpServerProcess[] = [];

  beforeAll(ensureBuilt, 500_000);

  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
  });

  async function slabinfo(asRoot: boolean): Promise<{ readonly page: string; readonly capabilities: string }> {
    const server = await startInPod({
      name: "pod-slabinfo",
      command: `${POD_CHECKOUT}/packages/node-exporter/bin/node-exporter.js`,
      argsFor: (address) => [`--web.listen-address=${address}`, ...flags],
      asRoot,
      readyPath: "/-/ready",
    });
    servers.push(server);
    const page = await (await fetch(`${server.url}/metrics`, { signal: AbortSignal.timeout(10_000) })).text();
    const [, capabilities = ""] = /^CapEff:\t(.*)$/m.exec(readFileSync(`/proc/${server.pid}/status`, "utf8")) ?? [];
    return { page, capabilities };
  }

  test("is denied to the base's user, and said to be", async () => {
    const { page, capabilities } = await slabinfo(false);
    expect(page).toMatch(/^node_scrape_collector_status\{collector="slabinfo",reason="denied"\} 1$/m);
    expect(BigInt(`0x${capabilities}`)).toBe(0n);
  });

  test("is there with the component root-only-files and its one capability", async () => {
    const { page, capabilities } = await slabinfo(true);
    expect(page).toMatch(/^node_slabinfo_active_objects\{/m);
    const CAP_DAC_READ_SEARCH = 2n;
    expect(BigInt(`0x${capabilities}`)).toBe(1n << CAP_DAC_READ_SEARCH);
  });
});
