import type { CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { arp } from "./arp.ts";
import { conntrack } from "./conntrack.ts";
import { cpu } from "./cpu.ts";
import { cpufreq } from "./cpufreq.ts";
import { diskstats } from "./diskstats.ts";
import { dmi } from "./dmi.ts";
import { edac } from "./edac.ts";
import { entropy } from "./entropy.ts";
import { filefd } from "./filefd.ts";
import { filesystem } from "./filesystem.ts";
import { hwmon } from "./hwmon.ts";
import { kernelHung } from "./kernel-hung.ts";
import { loadavg } from "./loadavg.ts";
import { mdadm } from "./mdadm.ts";
import { meminfo } from "./meminfo.ts";
import { netclass } from "./netclass.ts";
import { netdev } from "./netdev.ts";
import { netstat } from "./netstat.ts";
import { nvme } from "./nvme.ts";
import { os } from "./os.ts";
import { powersupplyclass } from "./powersupplyclass.ts";
import { pressure } from "./pressure.ts";
import { rapl } from "./rapl.ts";
import { schedstat } from "./schedstat.ts";
import { selinux } from "./selinux.ts";
import { sockstat } from "./sockstat.ts";
import { softnet } from "./softnet.ts";
import { stat } from "./stat.ts";
import { textfile } from "./textfile.ts";
import { thermalZone } from "./thermal-zone.ts";
import { time } from "./time.ts";
import { udpQueues } from "./udp-queues.ts";
import { uname } from "./uname.ts";
import { vmstat } from "./vmstat.ts";
import { watchdog } from "./watchdog.ts";

/** Every collector of the node exporter, sorted by name. */
export const collectors: readonly CollectorDefinition<Host>[] = [
  arp,
  conntrack,
  cpu,
  cpufreq,
  diskstats,
  dmi,
  edac,
  entropy,
  filefd,
  filesystem,
  hwmon,
  kernelHung,
  loadavg,
  mdadm,
  meminfo,
  netclass,
  netdev,
  netstat,
  nvme,
  os,
  powersupplyclass,
  pressure,
  rapl,
  schedstat,
  selinux,
  sockstat,
  softnet,
  stat,
  textfile,
  thermalZone,
  time,
  udpQueues,
  uname,
  vmstat,
  watchdog,
];
