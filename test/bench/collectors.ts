import { spawnSync } from "node:child_process";

interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

/** The flags of collectors that a program's `--help` offers, with whether they are on by default. */
function collectorsOf({ command, args }: Command): ReadonlyMap<string, boolean> {
  const { stdout, stderr } = spawnSync(command, [...args, "--help"], { encoding: "utf8", timeout: 30_000 });
  const collectors = new Map<string, boolean>();
  // A flag's text goes on in lines without a flag.
  for (const [, name = "", text = ""] of `${stdout}${stderr}`.matchAll(
    /^ *--\[no-\]collector\.([a-z0-9_]+)(?=\s)((?:(?!\n *-).|\n(?! *-))*)/gm,
  )) {
    collectors.set(name, /default:\s+(?:enabled|true)/.test(text));
  }
  return collectors;
}

/** Flags that make both programs run the same collectors: those that upstream enables by default, and `extra`. */
export function sameCollectors(
  ours: Command,
  theirs: Command,
  extra: readonly string[],
): { readonly names: readonly string[]; readonly flags: readonly string[] } {
  const known = collectorsOf(ours);
  const wanted = [...collectorsOf(theirs)].flatMap(([name, isDefault]) => (isDefault ? [name] : []));
  const names = [...new Set([...wanted, ...extra])].toSorted();
  const missing = names.filter((name) => !known.has(name));
  if (wanted.length === 0) throw new Error("node_exporter's --help names no collector that is on by default");
  if (missing.length > 0) throw new Error(`sightglass does not have ${missing.join()}`);
  return { names, flags: ["--collector.disable-defaults", ...names.map((name) => `--collector.${name}`)] };
}
