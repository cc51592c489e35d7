/** Collectors that node_exporter does not have, sorted by name; all are off unless they are asked for. */
export const ADDITIONS: readonly string[] = ["cgroup", "drbd9", "gpu", "process_group"];
