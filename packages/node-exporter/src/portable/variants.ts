import { UnsupportedError, type CollectorDefinition, type OptionSpec } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { portableBootTime } from "./boot-time.ts";
import { portableCpu } from "./cpu.ts";
import { portableDisk } from "./disk.ts";
import { portableFilesystem } from "./filesystem.ts";
import { portableLoad } from "./load.ts";
import { portableMemory } from "./memory.ts";
import { portableNetwork } from "./network.ts";
import { portableOs } from "./os.ts";
import type { PortablePlatform } from "./portable-source.ts";
import { portableTime } from "./time.ts";
import { portableUname } from "./uname.ts";

const MAKERS = [
  portableBootTime,
  portableCpu,
  portableDisk,
  portableFilesystem,
  portableLoad,
  portableMemory,
  portableNetwork,
  portableOs,
  portableTime,
  portableUname,
];

/** Collectors that ask files, services or servers which any system can have. */
const ANYWHERE: ReadonlySet<string> = new Set(["ntp", "runit", "supervisord", "textfile"]);

const inOrder = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);

/** The collectors that read no file of Linux, under node_exporter's names for a platform. */
export function portableCollectors(platform: PortablePlatform): readonly CollectorDefinition<Host>[] {
  return MAKERS.map((make) => make(platform)).toSorted(inOrder);
}

/** A collector in the place of one that needs Linux: its flags are taken, and when it is named it says why it has nothing. */
function unsupported(definition: CollectorDefinition<Host>): CollectorDefinition<Host> {
  return {
    ...definition,
    enabledByDefault: false,
    setup: () => undefined,
    read: () => {
      throw new UnsupportedError("it reads files or calls of Linux, which the portable provider does not");
    },
  };
}

/** The options of a portable collector, and those of the one that it stands for whose flags it does not have. */
function withFlagsOf(
  portable: CollectorDefinition<Host>,
  native: CollectorDefinition<Host> | undefined,
): CollectorDefinition<Host> {
  const own = new Set(Object.values(portable.options).map(({ flag }) => flag));
  const others = Object.entries(native?.options ?? {}).filter(([, { flag }]) => !own.has(flag));
  const accepted = others.map(([name, spec]): [string, OptionSpec] => [`accepted_${name}`, spec]);
  return { ...portable, options: { ...portable.options, ...Object.fromEntries(accepted) } };
}

/**
 * What runs for each collector under the portable provider: the portable one, the collector itself where it needs no
 * Linux, or one that has no data. Every flag stays one.
 */
export function portableVariants(
  platform: PortablePlatform,
  natives: readonly CollectorDefinition<Host>[],
): readonly CollectorDefinition<Host>[] {
  const byName = new Map(natives.map((native) => [native.name, native]));
  const portable = portableCollectors(platform).map((one) => withFlagsOf(one, byName.get(one.name)));
  const names = new Set(portable.map(({ name }) => name));
  const others = natives.filter(({ name }) => !names.has(name));
  return [...portable, ...others.map((one) => (ANYWHERE.has(one.name) ? one : unsupported(one)))].toSorted(inOrder);
}
