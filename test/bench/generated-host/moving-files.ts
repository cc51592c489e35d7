import type { HostShape } from "./shape.ts";

const each = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("");

const hex = (value: number): string => value.toString(16).padStart(8, "0");

function stat(cpus: number, tick: number): string {
  const times = (of: number): string => {
    const busy = 10_000 + of * 37 + tick * 3;
    return `${busy} ${of} ${busy >> 1} ${900_000 + tick * 95} ${busy >> 4} 0 ${busy >> 6} 0 0 0`;
  };
  return `cpu  ${times(cpus)}\n${each(cpus, (cpu) => `cpu${cpu} ${times(cpu)}\n`)}intr ${5_000_000 + tick * 900} 1 2 3\nctxt ${9_000_000 + tick * 1700}\nbtime 1750000000\nprocesses ${40_000 + tick}\nprocs_running ${3 + (tick % 5)}\nprocs_blocked 0\nsoftirq ${800_000 + tick * 50} 1 2 3 4 5 6 7 8 9 10\n`;
}

function softnet(cpus: number, tick: number): string {
  return each(
    cpus,
    (cpu) => `${hex(4096 + cpu * 11 + tick * 7)}${` ${hex(0)}`.repeat(11)} ${hex(cpu)} ${hex(0)} ${hex(0)}\n`,
  );
}

function schedstat(cpus: number, tick: number): string {
  return `version 15\ntimestamp ${4_300_000_000 + tick}\n${each(cpus, (cpu) => `cpu${cpu} 0 0 0 0 0 0 ${1e12 + cpu * 977 + tick * 100_003} ${2e11 + tick * 5003} ${600_000 + tick * 9}\n`)}`;
}

function netDev(devices: number, tick: number): string {
  const counters = (of: number): string =>
    `${1_000_000 + of * 9973 + tick * 1500} ${9000 + of + tick * 2} 0 ${of % 3} 0 0 0 ${of} ${2_000_000 + of * 7919 + tick * 900} ${8000 + of + tick} 0 0 0 0 0 0`;
  return `Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n    lo: ${counters(devices)}\n${each(devices, (device) => `  ens${device}: ${counters(device)}\n`)}`;
}

function diskstats(disks: number, tick: number): string {
  return each(
    disks,
    (disk) =>
      ` 259 ${disk} nvme${disk}n1 ${50_000 + disk + tick * 4} ${disk} ${4_000_000 + tick * 128} ${9000 + tick} ${70_000 + tick * 6} ${900 + disk} ${8_000_000 + tick * 512} ${16_000 + tick * 2} 0 ${12_000 + tick} ${25_000 + tick * 3} 100 0 4096 ${5 + tick} 800 ${60 + tick}\n`,
  );
}

/** The files of procfs whose numbers go on from scrape to scrape, as they stand at a tick. Paths below the host's root. */
export function movingFiles(
  { cpus, networkDevices, disks }: HostShape,
  tick: number,
): Readonly<Record<string, string>> {
  return {
    "proc/stat": stat(cpus, tick),
    "proc/net/softnet_stat": softnet(cpus, tick),
    "proc/schedstat": schedstat(cpus, tick),
    "proc/net/dev": netDev(networkDevices, tick),
    "proc/diskstats": diskstats(disks, tick),
    "proc/loadavg": `${(tick % 90) / 10} 4.25 3.125 12/${20_000 + (tick % 50)} ${30_000 + tick}\n`,
  };
}
