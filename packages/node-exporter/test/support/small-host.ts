import { ADAPTERS_HOST } from "./small-host-adapters.ts";
import { BTRFS_HOST } from "./small-host-btrfs.ts";
import { KERNEL_TABLES } from "./small-host-kernel-tables.ts";
import { NETWORK_STORAGE_HOST } from "./small-host-network-storage.ts";
import { STORAGE_HOST } from "./small-host-storage.ts";

/** A symbolic link in a tree of files. */
interface Link {
  readonly link: string;
}

const PROC: Readonly<Record<string, string>> = {
  "proc/1/mountinfo":
    "22 27 0:21 / /proc rw,nosuid shared:5 - proc proc rw\n27 0 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,errors=remount-ro\n",
  "proc/cpuinfo":
    "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 142\nmodel name\t: Core i7\nstepping\t: 10\nmicrocode\t: 0xb4\ncpu MHz\t\t: 800.5\ncache size\t: 8192 KB\nphysical id\t: 0\nsiblings\t: 1\ncore id\t\t: 0\ncpu cores\t: 1\nflags\t\t: fpu aes avx\nbugs\t\t: mds spectre_v1\n\n",
  "proc/diskstats": " 254 0 vda 1000 20 30000 400 500 60 7000 800 0 900 1000 11 12 13 14 15 16\n",
  "proc/loadavg": "0.50 0.25 0.10 1/200 4321\n",
  "proc/mdstat":
    "Personalities : [raid1]\nmd0 : active raid1 sdb1[1] sda1[0]\n      1048576 blocks super 1.2 [2/2] [UU]\n\nunused devices: <none>\n",
  "proc/meminfo":
    "MemTotal:        2048000 kB\nMemFree:          512000 kB\nMemAvailable:    1024000 kB\nActive(anon):       1000 kB\nHugePages_Total:       0\nHugepagesize:       2048 kB\n",
  "proc/net/arp":
    "IP address       HW type     Flags       HW address            Mask     Device\n192.0.2.1        0x1         0x2         02:00:00:00:00:01     *        eth0\n",
  "proc/net/dev":
    "Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n  eth0: 1000 10 1 2 3 4 5 6 2000 20 7 8 9 10 11 12\n",
  "proc/net/netstat": "TcpExt: SyncookiesSent ListenDrops\nTcpExt: 1 2\nIpExt: InOctets OutOctets\nIpExt: 300 400\n",
  "proc/net/snmp":
    "Ip: Forwarding DefaultTTL\nIp: 1 64\nTcp: ActiveOpens CurrEstab\nTcp: 5 6\nUdp: InDatagrams NoPorts\nUdp: 7 8\n",
  "proc/net/snmp6": "Ip6InOctets                     \t9\nUdp6InDatagrams                 \t10\n",
  "proc/net/sockstat":
    "sockets: used 100\nTCP: inuse 4 orphan 0 tw 1 alloc 17 mem 1\nUDP: inuse 2 mem 3\nUDPLITE: inuse 0\nRAW: inuse 0\nFRAG: inuse 0 memory 0\n",
  "proc/net/sockstat6": "TCP6: inuse 17\nUDP6: inuse 9\nUDPLITE6: inuse 0\nRAW6: inuse 1\nFRAG6: inuse 0 memory 0\n",
  "proc/net/softnet_stat":
    "00000010 00000002 00000003 00000000 00000000 00000000 00000000 00000000 00000000 00000004 00000005 00000006 00000000\n",
  "proc/net/stat/nf_conntrack":
    "entries  searched found new invalid ignore delete delete_list insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart\n00000021  00000000 00000001 00000000 00000003 00000004 00000000 00000000 00000005 00000006 00000007 00000008 00000000  00000000 00000000 00000000 00000009\n",
  "proc/net/udp":
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n    0: 00000000:0016 00000000:0000 07 00000015:00000001 00:00000000 00000000     0        0 2740 1 ffff88003d3af3c0 0\n",
  "proc/net/udp6":
    "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n 1315: 00000000000000000000000000000000:14EB 00000000000000000000000000000000:0000 07 00000002:00000003 00:00000000 00000000   981        0 21040 2 0000000013726323 0\n",
  "proc/pressure/cpu": "some avg10=0.00 avg60=0.00 avg300=0.00 total=1000000\n",
  "proc/pressure/io":
    "some avg10=0.10 avg60=0.20 avg300=0.30 total=2000000\nfull avg10=0.10 avg60=0.20 avg300=0.30 total=1500000\n",
  "proc/pressure/irq": "full avg10=0.00 avg60=0.00 avg300=0.00 total=8494\n",
  "proc/pressure/memory":
    "some avg10=0.10 avg60=0.20 avg300=0.30 total=3000000\nfull avg10=0.10 avg60=0.20 avg300=0.30 total=2500000\n",
  "proc/schedstat":
    "version 15\ntimestamp 15819019232\ncpu0 498494191 0 3533438552 2553969831 3853684107 2465731542 2045936778163 343796328169361 4767485306\n",
  "proc/stat":
    "cpu  10 20 30 40 50 60 70 80 90 100\ncpu0 10 20 30 40 50 60 70 80 90 100\nintr 500 1 2 3\nctxt 600\nbtime 1418183276\nprocesses 700\nprocs_running 2\nprocs_blocked 1\nsoftirq 800 1 2 3 4 5 6 7 8 9 10\n",
  "proc/sys/fs/file-nr": "1024\t0\t1631329\n",
  "proc/sys/kernel/domainname": "(none)\n",
  "proc/sys/kernel/hung_task_detect_count": "3\n",
  "proc/sys/kernel/random/entropy_avail": "256\n",
  "proc/sys/kernel/random/poolsize": "256\n",
  "proc/sys/net/netfilter/nf_conntrack_count": "123\n",
  "proc/sys/net/netfilter/nf_conntrack_max": "65536\n",
  "proc/vmstat": "nr_free_pages 977769\npgpgin 7344136\npgpgout 1541180581\npgfault 2320168809\noom_kill 0\n",
};

const HWMON = "sys/devices/platform/coretemp.0/hwmon/hwmon0";

const SYS: Readonly<Record<string, string | Link>> = {
  "sys/block/md0/md/array_state": "clean\n",
  "sys/block/md0/md/degraded": "0\n",
  "sys/block/md0/md/level": "raid1\n",
  "sys/block/md0/md/metadata_version": "1.2\n",
  "sys/block/md0/md/raid_disks": "2\n",
  "sys/block/md0/md/chunk_size": "0\n",
  "sys/block/md0/md/sync_action": "idle\n",
  "sys/block/vda/queue/rotational": "0\n",
  "sys/class/dmi/id/bios_vendor": "Example Inc.\n",
  "sys/class/dmi/id/product_name": "Machine 1\n",
  "sys/class/hwmon/hwmon0": { link: "../../devices/platform/coretemp.0/hwmon/hwmon0" },
  [`${HWMON}/name`]: "coretemp\n",
  [`${HWMON}/device`]: { link: "../../../coretemp.0" },
  [`${HWMON}/temp1_input`]: "45000\n",
  [`${HWMON}/temp1_label`]: "Core 0\n",
  [`${HWMON}/temp1_crit_alarm`]: "0\n",
  [`${HWMON}/fan1_input`]: "1500\n",
  "sys/class/net/eth0/address": "02:00:00:00:00:02\n",
  "sys/class/net/eth0/carrier": "1\n",
  "sys/class/net/eth0/duplex": "full\n",
  "sys/class/net/eth0/flags": "0x1003\n",
  "sys/class/net/eth0/ifalias": "uplink\n",
  "sys/class/net/eth0/mtu": "1500\n",
  "sys/class/net/eth0/operstate": "up\n",
  "sys/class/net/eth0/speed": "1000\n",
  "sys/class/net/eth0/statistics/rx_nohandler": "4\n",
  "sys/class/net/eth0/type": "1\n",
  "sys/class/nvme/nvme0/cntlid": "1997\n",
  "sys/class/nvme/nvme0/firmware_rev": "1B2QEXP7\n",
  "sys/class/nvme/nvme0/model": "Samsung SSD\n",
  "sys/class/nvme/nvme0/serial": "S680HF\n",
  "sys/class/nvme/nvme0/state": "live\n",
  "sys/class/nvme/nvme0/nvme0n1/ana_state": "optimized\n",
  "sys/class/nvme/nvme0/nvme0n1/nuse": "488281250\n",
  "sys/class/nvme/nvme0/nvme0n1/queue/logical_block_size": "4096\n",
  "sys/class/nvme/nvme0/nvme0n1/size": "3906250000\n",
  "sys/class/power_supply/BAT0/capacity": "81\n",
  "sys/class/power_supply/BAT0/energy_now": "36580000\n",
  "sys/class/power_supply/BAT0/manufacturer": "LGC\n",
  "sys/class/power_supply/BAT0/type": "Battery\n",
  "sys/class/powercap/intel-rapl:0/energy_uj": "240422366267\n",
  "sys/class/powercap/intel-rapl:0/name": "package-0\n",
  "sys/class/thermal/cooling_device0/cur_state": "0\n",
  "sys/class/thermal/cooling_device0/max_state": "3\n",
  "sys/class/thermal/cooling_device0/type": "Processor\n",
  "sys/class/thermal/thermal_zone0/temp": "12376\n",
  "sys/class/thermal/thermal_zone0/type": "cpu-thermal\n",
  "sys/class/watchdog/watchdog0/bootstatus": "1\n",
  "sys/class/watchdog/watchdog0/identity": "Software Watchdog\n",
  "sys/class/watchdog/watchdog0/nowayout": "0\n",
  "sys/class/watchdog/watchdog0/state": "active\n",
  "sys/class/watchdog/watchdog0/timeout": "60\n",
  "sys/devices/system/clocksource/clocksource0/available_clocksource": "tsc hpet acpi_pm\n",
  "sys/devices/system/clocksource/clocksource0/current_clocksource": "tsc\n",
  "sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq": "3700000\n",
  "sys/devices/system/cpu/cpu0/cpufreq/scaling_available_governors": "performance powersave\n",
  "sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq": "1219917\n",
  "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor": "powersave\n",
  "sys/devices/system/cpu/cpu0/online": "1\n",
  "sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count": "5\n",
  "sys/devices/system/cpu/cpu0/thermal_throttle/package_throttle_count": "30\n",
  "sys/devices/system/cpu/cpu0/topology/core_id": "0\n",
  "sys/devices/system/cpu/cpu0/topology/physical_package_id": "0\n",
  "sys/devices/system/cpu/isolated": "\n",
  "sys/devices/system/cpu/offline": "1-3\n",
  "sys/devices/system/edac/mc/mc0/ce_count": "1\n",
  "sys/devices/system/edac/mc/mc0/ce_noinfo_count": "2\n",
  "sys/devices/system/edac/mc/mc0/csrow0/ce_count": "3\n",
  "sys/devices/system/edac/mc/mc0/csrow0/ue_count": "4\n",
  "sys/devices/system/edac/mc/mc0/ue_count": "5\n",
  "sys/devices/system/edac/mc/mc0/ue_noinfo_count": "6\n",
  "sys/fs/selinux/enforce": "1",
};

/** A small host on which every collector of the program has something to tell: files and links by path. */
export const SMALL_HOST: Readonly<Record<string, string | Link>> = {
  ...PROC,
  ...SYS,
  ...KERNEL_TABLES,
  ...ADAPTERS_HOST,
  ...STORAGE_HOST,
  ...NETWORK_STORAGE_HOST,
  ...BTRFS_HOST,
  "etc/os-release": 'NAME="Example Linux"\nID=example\nVERSION_ID="12"\nPRETTY_NAME="Example Linux 12"\n',
  "etc/selinux/config": "SELINUX=enforcing\nSELINUXTYPE=targeted\n",
  "textfile/backup.prom": "# TYPE backup_last_success_seconds gauge\nbackup_last_success_seconds 1.5e9\n",
  "textfile/jobs.prom": '# HELP jobs_total Jobs.\n# TYPE jobs_total counter\njobs_total{queue="a"} 5\n',
  "udev/data/b254:0": "N:vda\nE:ID_MODEL=Disk\nE:ID_SERIAL_SHORT=123\nE:ID_FS_TYPE=ext4\nE:ID_FS_UUID=0-1\n",
};
