import type { LabelPairs } from "@sightglass/metrics-registry";
import type { IpvsBackend } from "../procfs/ip-vs.ts";

/** Numbers of one backend, or of several whose labels are the same. */
export interface BackendSum {
  readonly labels: LabelPairs;
  weight: number;
  activeConnections: number;
  inactiveConnections: number;
}

/** Label and its source, in the order in which labels are written. */
const LABELS = [
  ["local_address", "localAddress"],
  ["local_port", "localPort"],
  ["remote_address", "remoteAddress"],
  ["remote_port", "remotePort"],
  ["proto", "protocol"],
  ["local_mark", "localMark"],
] as const;

/** A label of backends and the field that gives its value. */
export type BackendLabel = (typeof LABELS)[number];

/** All labels, as the flag has them by default. */
export const ALL_BACKEND_LABELS: string = LABELS.map(([label]) => label).join(",");

/** The labels that a comma-separated list names, each once and in the order of all. Throws for an unknown one. */
export function selectBackendLabels(list: string): readonly BackendLabel[] {
  const wanted = new Set(list.split(",").filter((label) => label !== ""));
  const selected = LABELS.filter(([label]) => wanted.delete(label));
  if (wanted.size > 0)
    throw new Error(`unknown IPVS backend labels: ${JSON.stringify([...wanted].toSorted().join(", "))}`);
  return selected;
}

/** Sums the numbers of backends whose values of the labels are the same. */
export function sumBackends(backends: readonly IpvsBackend[], labels: readonly BackendLabel[]): readonly BackendSum[] {
  const sums = new Map<string, BackendSum>();
  for (const backend of backends) {
    const key = labels.map(([, field]) => backend[field]).join("-");
    let sum = sums.get(key);
    if (sum === undefined) {
      sum = {
        labels: labels.map(([label, field]) => [label, backend[field]] as const),
        weight: 0,
        activeConnections: 0,
        inactiveConnections: 0,
      };
      sums.set(key, sum);
    }
    sum.weight += backend.weight;
    sum.activeConnections += backend.activeConnections;
    sum.inactiveConnections += backend.inactiveConnections;
  }
  return [...sums.values()];
}
