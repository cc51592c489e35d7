import type { Matcher } from "@sightglass/metrics-registry";

/** Value of `--collector.diskstats.device-exclude` that stands for `PARTITIONS`. */
export const PARTITIONS_PRESET = "@partitions";

/**
 * Names of partitions, and of the devices that node_exporter leaves out with them (RAM disks, loop devices, floppies).
 * Unlike its default this knows names past the 26th disk (`sdaa1`) and partitions of SD cards, of network block devices,
 * of MD arrays and of what device drivers number in the same way (Documentation/admin-guide/devices.txt).
 */
export const PARTITIONS: Matcher =
  /^((z?ram|fd)\d+|loop\d+(p\d+)?|(h|s|v|xv|ub)d[a-z]+\d+|(nvme\d+(c\d+)?n|mmcblk|nbd|md|md_d|pmem|rssd[a-z]|ublkb)\d*p\d+|mmcblk\d+(boot\d+|rpmb|gp\d+)|dasd[a-z]+\d+)$/;
