const UUID = "sys/fs/btrfs/3f2a8f6e-1c54-4c6a-9c1c-0d1b6a7f8e21";

/** A btrfs file system of one device, as its sysfs folder shows it. */
export const BTRFS_HOST: Readonly<Record<string, string>> = {
  [`${UUID}/label`]: "data\n",
  [`${UUID}/metadata_uuid`]: "3f2a8f6e-1c54-4c6a-9c1c-0d1b6a7f8e21\n",
  [`${UUID}/commit_stats`]: "commits 12\nlast_commit_ms 1500\nmax_commit_ms 2500\ntotal_commit_ms 30000\n",
  [`${UUID}/devices/vdb/size`]: "2097152\n",
  [`${UUID}/devinfo/1/error_stats`]: "write_errs 1\nread_errs 2\nflush_errs 3\ncorruption_errs 4\ngeneration_errs 5\n",
  [`${UUID}/allocation/global_rsv_size`]: "3407872\n",
  [`${UUID}/allocation/data/bytes_reserved`]: "4096\n",
  [`${UUID}/allocation/data/single/total_bytes`]: "8388608\n",
  [`${UUID}/allocation/data/single/used_bytes`]: "65536\n",
  [`${UUID}/allocation/metadata/bytes_reserved`]: "16384\n",
  [`${UUID}/allocation/metadata/dup/total_bytes`]: "53673984\n",
  [`${UUID}/allocation/metadata/dup/used_bytes`]: "114688\n",
  [`${UUID}/allocation/system/bytes_reserved`]: "0\n",
  [`${UUID}/allocation/system/dup/total_bytes`]: "8388608\n",
  [`${UUID}/allocation/system/dup/used_bytes`]: "16384\n",
};
