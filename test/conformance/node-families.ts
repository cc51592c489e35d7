/**
 * Which collector gives which families of the recorded page: the pattern of the names, and how many samples of theirs
 * the page has without those that depend on time or machine.
 */
export const OUR_FAMILIES: Readonly<Record<string, { readonly names: RegExp; readonly samples: number }>> = {
  arp: { names: /^node_arp_/, samples: 2 },
  bcache: { names: /^node_bcache_/, samples: 28 },
  bcachefs: { names: /^node_bcachefs_/, samples: 305 },
  bonding: { names: /^node_bonding_/, samples: 6 },
  btrfs: { names: /^node_btrfs_/, samples: 42 },
  buddyinfo: { names: /^node_buddyinfo_/, samples: 33 },
  cgroups: { names: /^node_cgroups_/, samples: 24 },
  conntrack: { names: /^node_nf_conntrack_/, samples: 10 },
  // One family of both, as upstream has it: with package and core from cpuinfo, without them from cpufreq.
  cpu: { names: /^node_cpu_(?!vulnerabilities_|scaling_|frequency_(avg|min|max)_)/, samples: 115 },
  cpu_vulnerabilities: { names: /^node_cpu_vulnerabilities_/, samples: 5 },
  cpufreq: { names: /^node_cpu_(scaling_|frequency_(avg|min|max)_)/, samples: 20 },
  diskstats: { names: /^node_disk_/, samples: 215 },
  dmi: { names: /^node_dmi_/, samples: 1 },
  dmmultipath: { names: /^node_dmmultipath_/, samples: 18 },
  drbd: { names: /^node_drbd_/, samples: 17 },
  edac: { names: /^node_edac_/, samples: 20 },
  entropy: { names: /^node_entropy_/, samples: 2 },
  fibrechannel: { names: /^node_fibrechannel_/, samples: 28 },
  filefd: { names: /^node_filefd_/, samples: 2 },
  hwmon: { names: /^node_hwmon_/, samples: 137 },
  infiniband: { names: /^node_infiniband_/, samples: 51 },
  interrupts: { names: /^node_interrupts_/, samples: 112 },
  ipvs: { names: /^node_ipvs_/, samples: 35 },
  kernel_hung: { names: /^node_kernel_hung_/, samples: 1 },
  ksmd: { names: /^node_ksmd_/, samples: 10 },
  lnstat: { names: /^node_lnstat_/, samples: 120 },
  loadavg: { names: /^node_load\d+$/, samples: 3 },
  mdadm: { names: /^node_md_/, samples: 199 },
  meminfo: { names: /^node_memory_(?!numa_)/, samples: 42 },
  meminfo_numa: { names: /^node_memory_numa_/, samples: 105 },
  mountstats: { names: /^node_mountstats_/, samples: 149 },
  netclass: { names: /^node_network_(?!receive_|transmit_(?!queue_length$))/, samples: 37 },
  netdev: { names: /^node_network_(receive_|transmit_(?!queue_length$))/, samples: 13 },
  netstat: { names: /^node_netstat_/, samples: 41 },
  nfs: { names: /^node_nfs_/, samples: 105 },
  nfsd: { names: /^node_nfsd_/, samples: 90 },
  nvme: { names: /^node_nvme_/, samples: 6 },
  os: { names: /^node_os_/, samples: 2 },
  pcidevice: { names: /^node_pcidevice_/, samples: 52 },
  powersupplyclass: { names: /^node_power_supply_/, samples: 12 },
  pressure: { names: /^node_pressure_/, samples: 6 },
  processes: { names: /^node_processes_/, samples: 6 },
  qdisc: { names: /^node_qdisc_/, samples: 14 },
  rapl: { names: /^node_rapl_/, samples: 2 },
  schedstat: { names: /^node_schedstat_/, samples: 6 },
  slabinfo: { names: /^node_slabinfo_/, samples: 20 },
  sockstat: { names: /^node_sockstat_/, samples: 20 },
  softirqs: { names: /^node_softirqs_functions_total$/, samples: 20 },
  softnet: { names: /^node_softnet_/, samples: 28 },
  stat: {
    names:
      /^node_(boot_time_seconds|context_switches_total|forks_total|intr_total|procs_(blocked|running)|softirqs_total)$/,
    samples: 16,
  },
  sysctl: { names: /^node_sysctl_/, samples: 15 },
  tapestats: { names: /^node_tape_/, samples: 10 },
  textfile: { names: /^(node_textfile_(mtime_seconds|scrape_error)$|testmetric\d_\d$)/, samples: 5 },
  thermal_zone: { names: /^node_(thermal_zone|cooling_device)_/, samples: 3 },
  time: { names: /^node_time_/, samples: 4 },
  udp_queues: { names: /^node_udp_/, samples: 2 },
  vmstat: { names: /^node_vmstat_/, samples: 7 },
  watchdog: { names: /^node_watchdog_/, samples: 9 },
  wifi: { names: /^node_wifi_/, samples: 27 },
  xfrm: { names: /^node_xfrm_/, samples: 28 },
  xfs: { names: /^node_xfs_/, samples: 39 },
  zfs: { names: /^node_zfs_/, samples: 359 },
  zoneinfo: { names: /^node_zoneinfo_/, samples: 97 },
};

/** Families of no collector: those about the scrape and about the process. */
export const FRAMEWORK_FAMILIES = /^(go_|process_|promhttp_|node_exporter_build_info$|node_scrape_collector_)/;

/** Samples that depend on time, process or machine; the recorded run left most of them out of its page. */
export const VOLATILE =
  /^(go_|process_|promhttp_|node_exporter_build_info|node_time_seconds|node_time_zone_offset_seconds|node_scrape_collector_duration_seconds|node_textfile_mtime_seconds)/;
