/** Files of the collectors that read the kernel's tables of memory, interrupts and parameters. */
export const KERNEL_TABLES: Readonly<Record<string, string>> = {
  "proc/buddyinfo": "Node 0, zone      DMA      1      0      3 \nNode 0, zone   Normal   4381   1093    185 \n",
  "proc/cgroups": "#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpuset\t5\t47\t1\nmemory\t0\t63\t0\n",
  "proc/interrupts":
    "           CPU0       CPU1       \n 24:          1          0  IO-APIC   5-edge      ACPI:Ged\nLOC:     174326     135776   Local timer interrupts\nERR:          0\n",
  "proc/slabinfo":
    "slabinfo - version: 2.1\n# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>\ndentry               704    864    192   21    1 : tunables    0    0    0 : slabdata     42     42      0\n",
  "proc/softirqs":
    "                    CPU0       CPU1       \n          HI:          7          1\n      NET_RX:      43066     104508\n",
  "proc/swaps":
    "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n/dev/vda2                               partition\t1048572\t\t76\t\t-2\n",
  "proc/sys/kernel/threads-max": "7801\n",
  "proc/zoneinfo":
    "Node 0, zone      DMA\n  per-node stats\n      nr_dirtied   1189\n  pages free     2949\n        min      8\n        protection: (0, 2039)\n      nr_free_pages 2949\n  pagesets\n    cpu: 0\n              count: 0\n",
  "sys/devices/system/cpu/vulnerabilities/meltdown": "Mitigation: PTI\n",
  "sys/devices/system/node/node0/meminfo": "Node 0 MemTotal:       2048000 kB\nNode 0 Active(anon):      1000 kB\n",
  "sys/devices/system/node/node0/numastat": "numa_hit 193460\nnuma_miss 12\n",
  "sys/kernel/mm/ksm/full_scans": "323\n",
  "sys/kernel/mm/ksm/general_profit": "-4096\n",
  "sys/kernel/mm/ksm/sleep_millisecs": "20\n",
};
