import { statSync } from "node:fs";
import { join } from "node:path";
import { defineCollector, NoDataError, ParseError } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { osFamilies, type OsIdentity } from "../os-families.ts";
import { parseOsRelease } from "../sysfs/os-release.ts";

interface OperatingSystem extends OsIdentity {
  /** Seconds since the epoch, undefined when the distribution states no end of support. */
  readonly supportEnd: number | undefined;
}

interface OsState {
  text: string;
  parsed: OperatingSystem | undefined;
  /** What tells the file apart that was parsed; undefined when it may change again without these telling. */
  stamp: string | undefined;
}

/** A file that changed later than this ago may change again within the same tick of its file system's clock. */
const SETTLED_MS = 2000;

/** os-release(5): the second is used where an administrator has no file of his own. */
const PATHS = ["etc/os-release", "usr/lib/os-release"] as const;

function readText(host: Host): string {
  for (const path of PATHS) {
    try {
      return host.root.text(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  throw new NoDataError(`neither ${PATHS.join(" nor ")} exists below ${host.root.root}`);
}

/** Says which file an administrator's os-release is and when it changed; undefined without one or just after a change. */
function stampOf(host: Host): string | undefined {
  const stat = statSync(join(host.root.root, PATHS[0]), { throwIfNoEntry: false });
  if (stat === undefined || host.now() * 1000 - stat.ctimeMs < SETTLED_MS) return undefined;
  return `${stat.dev} ${stat.ino} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}`;
}

/** The day of SUPPORT_END, `YYYY-MM-DD`, as seconds since the epoch; a date that no calendar has is an error. */
function supportEndOf(day: string): number {
  const milliseconds = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(milliseconds) || !new Date(milliseconds).toISOString().startsWith(day)) {
    throw new ParseError("os-release", 0, `SUPPORT_END "${day}" is not a date`);
  }
  return milliseconds / 1000;
}

function interpret(text: string): OperatingSystem {
  const release = parseOsRelease(text);
  const field = (key: string): string => release.get(key) ?? "";
  const end = field("SUPPORT_END");
  return {
    buildId: field("BUILD_ID"),
    id: field("ID"),
    idLike: field("ID_LIKE"),
    imageId: field("IMAGE_ID"),
    imageVersion: field("IMAGE_VERSION"),
    name: field("NAME"),
    prettyName: field("PRETTY_NAME"),
    variant: field("VARIANT"),
    variantId: field("VARIANT_ID"),
    version: field("VERSION"),
    versionCodename: field("VERSION_CODENAME"),
    versionId: field("VERSION_ID"),
    supportEnd: end === "" ? undefined : supportEndOf(end),
  };
}

/** The distribution that runs on this machine. */
export const os = defineCollector({
  name: "os",
  help: "Name and version of the distribution, from /etc/os-release or /usr/lib/os-release below the root.",
  enabledByDefault: true,
  isSteady: true,
  setup: (_options, _host: Host): OsState => ({ text: "", parsed: undefined, stamp: undefined }),
  read: (host: Host, _signal, state) => {
    // One look costs a third of opening, reading and closing.
    const stamp = stampOf(host);
    if (stamp !== undefined && stamp === state.stamp && state.parsed !== undefined) return state.parsed;
    state.stamp = undefined;
    const text = readText(host);
    if (state.parsed === undefined || text !== state.text) {
      state.parsed = interpret(text);
      state.text = text;
    }
    state.stamp = stamp;
    return state.parsed;
  },
  families: (family) => [
    ...osFamilies(family),
    family({
      name: "node_os_support_end_timestamp_seconds",
      type: "gauge",
      help: "Start of the day on which the distribution's vendor stops supporting this release.",
      samples: ({ supportEnd }, emit) => {
        if (supportEnd !== undefined) emit(supportEnd);
      },
    }),
  ],
});
