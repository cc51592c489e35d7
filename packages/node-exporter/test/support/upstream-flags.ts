/** node_exporter's flags of the collectors that the program has, with their defaults, hidden and deprecated ones too. */
export const UPSTREAM_FLAGS: Readonly<Record<string, string>> = {
  "collector.arp.device-include": "",
  "collector.arp.device-exclude": "",
  "collector.arp.netlink": "true",
  "collector.cpu.guest": "true",
  "collector.cpu.info": "false",
  "collector.cpu.info.flags-include": "",
  "collector.cpu.info.bugs-include": "",
  "collector.diskstats.device-include": "",
  "collector.diskstats.device-exclude": String.raw`^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\d+n\d+p)\d+$`,
  "collector.filesystem.mount-points-include": "",
  "collector.filesystem.mount-points-exclude":
    "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)",
  "collector.filesystem.ignored-mount-points": "",
  "collector.filesystem.fs-types-include": "",
  "collector.filesystem.fs-types-exclude":
    "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|erofs|sysfs|tracefs)$",
  "collector.filesystem.ignored-fs-types": "",
  "collector.filesystem.mount-timeout": "5s",
  "collector.filesystem.stat-workers": "4",
  "collector.hwmon.chip-include": "",
  "collector.hwmon.chip-exclude": "",
  "collector.hwmon.sensor-include": "",
  "collector.hwmon.sensor-exclude": "",
  "collector.infiniband.device-include": "",
  "collector.infiniband.device-exclude": "",
  "collector.interrupts.name-include": "",
  "collector.interrupts.name-exclude": "",
  "collector.interrupts.include-zeros": "true",
  "collector.netclass.ignored-devices": "^$",
  "collector.netclass.ignore-invalid-speed": "false",
  "collector.netclass.netlink": "false",
  "collector.netclass_rtnl.with-stats": "false",
  "collector.netdev.device-include": "",
  "collector.netdev.device-exclude": "",
  "collector.netdev.netlink": "true",
  "collector.netdev.address-info": "false",
  "collector.netdev.enable-detailed-metrics": "false",
  "collector.netdev.label-ifalias": "false",
  "collector.netstat.fields":
    "^(.*_(InErrors|InErrs)|Ip_Forwarding|Ip(6|Ext)_(InOctets|OutOctets)|Icmp6?_(InMsgs|OutMsgs)|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts|TCPOFOQueue|TCPRcvQDrop)|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab)|Udp6?_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors))$",
  "collector.ntp.server": "127.0.0.1",
  "collector.ntp.server-port": "123",
  "collector.ntp.protocol-version": "4",
  "collector.ntp.server-is-local": "false",
  "collector.ntp.ip-ttl": "1",
  "collector.ntp.max-distance": "3.46608s",
  "collector.ntp.local-offset-tolerance": "1ms",
  "collector.runit.servicedir": "/etc/service",
  "collector.supervisord.url": "http://localhost:9001/RPC2",
  "collector.systemd.unit-include": ".+",
  "collector.systemd.unit-exclude": String.raw`.+\.(automount|device|mount|scope|slice)`,
  "collector.systemd.unit-whitelist": "",
  "collector.systemd.unit-blacklist": "",
  "collector.systemd.private": "false",
  "collector.systemd.enable-task-metrics": "false",
  "collector.systemd.enable-restarts-metrics": "false",
  "collector.systemd.enable-start-time-metrics": "false",
  "collector.powersupply.ignored-supplies": "^$",
  "collector.qdisc.device-include": "",
  "collector.qdisc.device-exclude": "",
  "collector.qdisc.fixtures": "",
  "collector.rapl.enable-zone-label": "false",
  "collector.slabinfo.slabs-include": ".*",
  "collector.slabinfo.slabs-exclude": "",
  "collector.stat.softirq": "false",
  "collector.sysctl.include": "",
  "collector.sysctl.include-info": "",
  "collector.textfile.directory": "",
  "collector.vmstat.fields": "^(oom_kill|pgpg|pswp|pg.*fault).*",
  "collector.wifi.fixtures": "",
  "path.procfs": "/proc",
  "path.sysfs": "/sys",
  "path.rootfs": "/",
  "path.udev.data": "/run/udev/data",
};

/** Old names by which a flag can be given too. */
export const DEPRECATED = {
  "collector.diskstats.ignored-devices": "collector.diskstats.device-exclude",
  "collector.netdev.device-whitelist": "collector.netdev.device-include",
  "collector.netdev.device-blacklist": "collector.netdev.device-exclude",
  "collector.qdisk.device-include": "collector.qdisc.device-include",
  "collector.qdisk.device-exclude": "collector.qdisc.device-exclude",
} as const;

/** Flags that the program adds to node_exporter's. */
export const OWN_FLAGS: readonly string[] = ["collector.meminfo.all", "collector.net.virtual", "host.provider"];

/** Flags that help does not show. */
export const HIDDEN: readonly string[] = [
  "collector.filesystem.mount-timeout",
  "collector.filesystem.stat-workers",
  "collector.filesystem.ignored-mount-points",
  "collector.filesystem.ignored-fs-types",
  "collector.qdisc.fixtures",
  "collector.wifi.fixtures",
  ...Object.keys(DEPRECATED),
];

/** The collectors that node_exporter has on by default, all 49. */
export const DEFAULT_ON: readonly string[] =
  "arp bcache bcachefs bonding btrfs conntrack cpu cpufreq diskstats dmi dmmultipath edac entropy fibrechannel filefd filesystem hwmon infiniband ipvs kernel_hung loadavg mdadm meminfo netclass netdev netstat nfs nfsd nvme os powersupplyclass pressure rapl schedstat selinux sockstat softnet stat tapestats textfile thermal_zone time timex udp_queues uname vmstat watchdog xfs zfs".split(
    " ",
  );
