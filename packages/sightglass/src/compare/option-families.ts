/** Families, or a label of some, that an option of a collector brings. */
export interface OptionFamilies {
  /** Flag without dashes. */
  readonly flag: string;
  /** Whole names, or a prefix with a star. */
  readonly families: readonly string[];
  /** Set when the option brings a label of these families and not the families. */
  readonly label?: string;
}

/** What the options of the agents' collectors bring. Definitions say this of collectors, and of options nobody does. */
export const OPTION_FAMILIES: readonly OptionFamilies[] = [
  { flag: "collector.cpu.info", families: ["node_cpu_info", "node_cpu_flag_info", "node_cpu_bug_info"] },
  { flag: "collector.cpu.guest", families: ["node_cpu_guest_seconds_total"] },
  { flag: "collector.meminfo.all", families: ["node_memory_*"] },
  { flag: "collector.netdev.address-info", families: ["node_network_address_info"] },
  {
    flag: "collector.netdev.label-ifalias",
    families: ["node_network_receive_*", "node_network_transmit_*"],
    label: "ifalias",
  },
  {
    flag: "collector.netdev.enable-detailed-metrics",
    families: [
      "node_network_collisions_total",
      "node_network_receive_dropped_total",
      "node_network_receive_missed_errors_total",
      "node_network_receive_length_errors_total",
      "node_network_receive_over_errors_total",
      "node_network_receive_crc_errors_total",
      "node_network_receive_frame_errors_total",
      "node_network_receive_fifo_errors_total",
      "node_network_receive_errors_total",
      "node_network_multicast_total",
      "node_network_transmit_dropped_total",
      "node_network_transmit_errors_total",
      "node_network_transmit_aborted_errors_total",
      "node_network_transmit_carrier_errors_total",
      "node_network_transmit_fifo_errors_total",
      "node_network_transmit_heartbeat_errors_total",
      "node_network_transmit_window_errors_total",
    ],
  },
  { flag: "collector.netstat.fields", families: ["node_netstat_*"] },
  { flag: "collector.vmstat.fields", families: ["node_vmstat_*"] },
  { flag: "collector.stat.softirq", families: ["node_softirqs_total"] },
  { flag: "collector.bcache.priorityStats", families: ["node_bcache_priority_stats_*"] },
  { flag: "collector.rapl.enable-zone-label", families: ["node_rapl_*"], label: "rapl_zone" },
  { flag: "collector.sysctl.include", families: ["node_sysctl_*"] },
  { flag: "collector.sysctl.include-info", families: ["node_sysctl_info"] },
  { flag: "collector.systemd.enable-restarts-metrics", families: ["node_systemd_service_restart_total"] },
  { flag: "collector.systemd.enable-start-time-metrics", families: ["node_systemd_unit_start_time_seconds"] },
  {
    flag: "collector.systemd.enable-task-metrics",
    families: ["node_systemd_unit_tasks_current", "node_systemd_unit_tasks_max"],
  },
];

const covers = (pattern: string, family: string): boolean =>
  pattern.endsWith("*") ? family.startsWith(pattern.slice(0, -1)) : family === pattern;

const weight = (families: readonly string[], family: string): number =>
  Math.max(...families.filter((pattern) => covers(pattern, family)).map(({ length }) => length));

/** The option that brings a family, or one label of it: the one that names it most exactly. */
export function optionFor(family: string, label?: string): string | undefined {
  return OPTION_FAMILIES.filter(
    (option) => option.label === label && option.families.some((pattern) => covers(pattern, family)),
  ).toSorted((a, b) => weight(b.families, family) - weight(a.families, family))[0]?.flag;
}
