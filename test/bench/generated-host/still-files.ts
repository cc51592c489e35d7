import type { HostShape } from "./shape.ts";

type Files = Record<string, string>;

const CPUS = "sys/devices/system/cpu";

function cpuFiles({ cpus }: HostShape): Files {
  const files: Files = { [`${CPUS}/offline`]: "\n", [`${CPUS}/isolated`]: "\n", [`${CPUS}/online`]: `0-${cpus - 1}\n` };
  for (let cpu = 0; cpu < cpus; cpu += 1) {
    const folder = `${CPUS}/cpu${cpu}`;
    files[`${folder}/online`] = "1\n";
    files[`${folder}/topology/core_id`] = `${Math.floor(cpu / 2) % 64}\n`;
    files[`${folder}/topology/physical_package_id`] = `${Math.floor(cpu / 128)}\n`;
    files[`${folder}/thermal_throttle/core_throttle_count`] = `${cpu % 4}\n`;
    files[`${folder}/thermal_throttle/package_throttle_count`] = `${cpu % 2}\n`;
    Object.assign(files, {
      [`${folder}/cpufreq/cpuinfo_max_freq`]: "3700000\n",
      [`${folder}/cpufreq/cpuinfo_min_freq`]: "800000\n",
      [`${folder}/cpufreq/scaling_cur_freq`]: `${2_400_000 + cpu}\n`,
      [`${folder}/cpufreq/scaling_max_freq`]: "3700000\n",
      [`${folder}/cpufreq/scaling_min_freq`]: "800000\n",
      [`${folder}/cpufreq/scaling_governor`]: "schedutil\n",
      [`${folder}/cpufreq/scaling_available_governors`]: "performance schedutil\n",
      [`${folder}/cpufreq/scaling_driver`]: "acpi-cpufreq\n",
      [`${folder}/cpufreq/scaling_setspeed`]: "<unsupported>\n",
      [`${folder}/cpufreq/cpuinfo_transition_latency`]: "0\n",
      [`${folder}/cpufreq/related_cpus`]: `${cpu}\n`,
    });
  }
  return files;
}

const DEVICE: Readonly<Record<string, string>> = {
  addr_assign_type: "0\n",
  addr_len: "6\n",
  broadcast: "ff:ff:ff:ff:ff:ff\n",
  carrier: "1\n",
  carrier_changes: "2\n",
  carrier_down_count: "1\n",
  carrier_up_count: "1\n",
  dev_id: "0x0\n",
  dev_port: "0\n",
  dormant: "0\n",
  duplex: "full\n",
  flags: "0x1003\n",
  ifalias: "\n",
  link_mode: "0\n",
  mtu: "1500\n",
  name_assign_type: "2\n",
  netdev_group: "0\n",
  operstate: "up\n",
  speed: "10000\n",
  tx_queue_len: "1000\n",
  type: "1\n",
};

/** The files of one network device. */
export function networkDevice(name: string, number: number): Files {
  const folder = `sys/class/net/${name}`;
  const files = Object.fromEntries(Object.entries(DEVICE).map(([attribute, text]) => [`${folder}/${attribute}`, text]));
  const octet = (value: number): string => (value & 255).toString(16).padStart(2, "0");
  return {
    ...files,
    [`${folder}/address`]: `02:00:00:${octet(number >> 16)}:${octet(number >> 8)}:${octet(number)}\n`,
    [`${folder}/ifindex`]: `${number + 2}\n`,
    [`${folder}/iflink`]: `${number + 2}\n`,
    [`${folder}/statistics/rx_nohandler`]: "0\n",
  };
}

function networkFiles({ networkDevices }: HostShape): Files {
  const files: Files = {};
  for (let device = 0; device < networkDevices; device += 1)
    Object.assign(files, networkDevice(`ens${device}`, device));
  return files;
}

function diskFiles({ disks }: HostShape): Files {
  const files: Files = {};
  for (let disk = 0; disk < disks; disk += 1) {
    files[`sys/block/nvme${disk}n1/queue/rotational`] = "0\n";
    files[`udev/b259:${disk}`] =
      `S:disk/by-id/nvme-${disk}\nE:ID_MODEL=Example_${disk}\nE:ID_SERIAL_SHORT=S${disk}\nE:ID_WWN=eui.${disk}\nE:ID_FS_TYPE=xfs\nE:ID_FS_UUID=0000-${disk}\n`;
    const nvme = `sys/class/nvme/nvme${disk}`;
    Object.assign(files, {
      [`${nvme}/firmware_rev`]: "1B2QEXP7\n",
      [`${nvme}/model`]: "Example NVMe\n",
      [`${nvme}/serial`]: `S${disk}\n`,
      [`${nvme}/state`]: "live\n",
      [`${nvme}/cntlid`]: `${disk}\n`,
      [`${nvme}/nvme${disk}n1/size`]: "3906250000\n",
      [`${nvme}/nvme${disk}n1/nuse`]: "488281250\n",
      [`${nvme}/nvme${disk}n1/ana_state`]: "optimized\n",
      [`${nvme}/nvme${disk}n1/queue/logical_block_size`]: "4096\n",
    });
  }
  return files;
}

/** Sensors as a server of two sockets with many disks has them. */
function sensorFiles(): Files {
  const files: Files = {};
  for (let chip = 0; chip < 16; chip += 1) {
    const folder = `sys/class/hwmon/hwmon${chip}`;
    files[`${folder}/name`] = `chip${chip}\n`;
    for (let sensor = 1; sensor <= 32; sensor += 1) {
      files[`${folder}/temp${sensor}_input`] = `${40_000 + sensor * 100}\n`;
      files[`${folder}/temp${sensor}_label`] = `Core ${sensor}\n`;
      files[`${folder}/temp${sensor}_crit`] = "100000\n";
      files[`${folder}/temp${sensor}_max`] = "90000\n";
    }
  }
  for (let zone = 0; zone < 8; zone += 1) {
    files[`sys/class/thermal/thermal_zone${zone}/temp`] = "45000\n";
    files[`sys/class/thermal/thermal_zone${zone}/type`] = "x86_pkg_temp\n";
  }
  return files;
}

/** /proc/1/mountinfo of the generated host. */
export const mountinfo = ({ mounts }: HostShape): string =>
  `27 1 259:0 / / rw,relatime shared:1 - xfs /dev/nvme0n1 rw\n${Array.from({ length: mounts }, (_, mount) => `${30 + mount} 27 259:${mount + 1} / /data/volume${mount} rw,relatime shared:${mount} - xfs /dev/disk${mount} rw\n`).join("")}`;

const TABLES: Readonly<Record<string, string>> = {
  "proc/cpuinfo": "processor\t: 0\nvendor_id\t: GenuineIntel\n\n",
  "proc/meminfo": `${"MemTotal MemFree MemAvailable Buffers Cached SwapCached Active Inactive Active(anon) Inactive(anon) Active(file) Inactive(file) Unevictable Mlocked SwapTotal SwapFree Dirty Writeback AnonPages Mapped Shmem KReclaimable Slab SReclaimable SUnreclaim KernelStack PageTables NFS_Unstable Bounce WritebackTmp CommitLimit Committed_AS VmallocTotal VmallocUsed VmallocChunk Percpu HardwareCorrupted AnonHugePages DirectMap4k DirectMap2M"
    .split(" ")
    .map((name, index) => `${name}: ${1_000_000 + index * 4096} kB`)
    .join("\n")}\n`,
  "proc/vmstat":
    "nr_free_pages 977769\npgpgin 7344136\npgpgout 1541180581\npswpin 1\npswpout 2\npgfault 2320168809\npgmajfault 507162\noom_kill 0\n",
  "proc/net/arp": `IP address       HW type     Flags       HW address            Mask     Device\n${Array.from({ length: 400 }, (_, index) => `10.0.${index >> 8}.${index & 255}        0x1         0x2         02:00:00:00:00:01     *        ens${index % 40}\n`).join("")}`,
  "proc/net/netstat":
    "TcpExt: SyncookiesSent SyncookiesRecv SyncookiesFailed ListenOverflows ListenDrops TCPSynRetrans TCPTimeouts\nTcpExt: 1 2 3 4 5 6 7\nIpExt: InOctets OutOctets\nIpExt: 300 400\n",
  "proc/net/snmp":
    "Ip: Forwarding DefaultTTL\nIp: 1 64\nTcp: ActiveOpens PassiveOpens CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts\nTcp: 5 6 7 8 9 10 11 12\nUdp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors\nUdp: 7 8 9 10 11 12\n",
  "proc/net/snmp6":
    "Ip6InOctets                     \t9\nIp6OutOctets                     \t9\nUdp6InDatagrams                 \t10\n",
  "proc/net/sockstat":
    "sockets: used 100\nTCP: inuse 4 orphan 0 tw 1 alloc 17 mem 1\nUDP: inuse 2 mem 3\nUDPLITE: inuse 0\nRAW: inuse 0\nFRAG: inuse 0 memory 0\n",
  "proc/net/sockstat6": "TCP6: inuse 17\nUDP6: inuse 9\nUDPLITE6: inuse 0\nRAW6: inuse 1\nFRAG6: inuse 0 memory 0\n",
  "proc/net/udp":
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n    0: 00000000:0016 00000000:0000 07 00000015:00000001 00:00000000 00000000     0        0 2740 1 ffff88003d3af3c0 0\n",
  "proc/sys/fs/file-nr": "1024\t0\t1631329\n",
  "proc/sys/kernel/random/entropy_avail": "256\n",
  "proc/sys/kernel/random/poolsize": "256\n",
  "proc/sys/kernel/pid_max": "4194304\n",
  "proc/sys/kernel/threads-max": "2000000\n",
  "proc/pressure/cpu": "some avg10=0.00 avg60=0.00 avg300=0.00 total=1000000\n",
  "proc/pressure/io":
    "some avg10=0.10 avg60=0.20 avg300=0.30 total=2000000\nfull avg10=0.10 avg60=0.20 avg300=0.30 total=1500000\n",
  "proc/pressure/memory":
    "some avg10=0.10 avg60=0.20 avg300=0.30 total=3000000\nfull avg10=0.10 avg60=0.20 avg300=0.30 total=2500000\n",
  "root/etc/os-release": 'NAME="Example"\nID=example\nVERSION_ID="13"\nPRETTY_NAME="Example 13"\n',
};

/** The files of a generated host that stay as they are, by path below its root. */
export function stillFiles(shape: HostShape): Readonly<Record<string, string>> {
  return {
    ...TABLES,
    ...cpuFiles(shape),
    ...networkFiles(shape),
    ...diskFiles(shape),
    ...sensorFiles(),
    "proc/1/mountinfo": mountinfo(shape),
  };
}
