/**
 * What other programs on this host move from one moment to the next, whoever reads it. A mount of theirs that hangs, or
 * that only root reaches, is a device error to one reader and none to another.
 */
export const RESTLESS =
  /^node_(procs_|load|disk_io_now|memory_|sockstat_|filefd_|context|forks|intr|vmstat|netstat|network|pressure|schedstat|cpu_(?:seconds|guest)|softnet|disk_|timex|entropy|arp|udp|filesystem_(?:avail|free|files_free|device_error)|time_seconds)/;
