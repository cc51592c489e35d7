/** Collectors that ask the running kernel or a server of the network, whatever the files say. */
export const LIVE: ReadonlySet<string> = new Set(["ethtool", "ntp", "perf", "supervisord"]);
