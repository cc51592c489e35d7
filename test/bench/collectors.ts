import { spawnSync } from "node:child_process";

/** Names of the collectors that a program's `--help` offers. */
function collectorsOf(command: string, args: readonly string[]): readonly string[] {
  const { stdout, stderr } = spawnSync(command, [...args, "--help"], { encoding: "utf8", timeout: 30_000 });
  const names = [...`${stdout}${stderr}`.matchAll(/--(?:\[no-\])?collector\.([a-z0-9_]+)(?=\s|$)/gm)];
  return names.map(([, name = ""]) => name).filter((name) => name !== "disable_defaults");
}

/** What upstream has switched on by default; the common collectors that are off there stay off on both sides. */
const OFF_BY_DEFAULT = new Set(["sysctl", "ethtool", "perf", "ntp", "wifi", "supervisord", "runit", "systemd"]);

/** Flags that make both programs run the same collectors: those that both have. */
export function sameCollectors(
  ours: { readonly command: string; readonly args: readonly string[] },
  theirs: { readonly command: string },
): { readonly names: readonly string[]; readonly flags: readonly string[] } {
  const known = new Set(collectorsOf(theirs.command, []));
  const names = [...new Set(collectorsOf(ours.command, ours.args))]
    .filter((name) => known.has(name) && !OFF_BY_DEFAULT.has(name))
    .toSorted();
  if (names.length === 0) {
    throw new Error("the two programs have no collector in common");
  }
  return { names, flags: ["--collector.disable-defaults", ...names.map((name) => `--collector.${name}`)] };
}
