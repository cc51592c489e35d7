/** What other programs on this host move from one moment to the next, whoever reads it. */
export const RESTLESS =
  /^node_(procs_|load|disk_io_now|memory_|sockstat_|filefd_|context|forks|intr|vmstat|netstat|network|pressure|schedstat|cpu_(?:seconds|guest)|softnet|disk_|timex|entropy|arp|udp|filesystem_(?:avail|free|files_free)|time_seconds)/;
