import { DeniedError, NoDataError } from "@sightglass/metrics-registry";
import { hasCode } from "../file-errors.ts";
import type { FileTree } from "../file-tree.ts";
import { parseDrbdPeerDevice, type DrbdPeerDevice } from "./parse-peer-device.ts";
import { parseDrbdTransport, type DrbdTransport } from "./parse-transport.ts";

/** A volume towards a peer, with the labels of its place. */
export interface DrbdVolumeLink extends DrbdPeerDevice {
  readonly resource: string;
  readonly peer: string;
  readonly volume: string;
}

/** A connection to a peer. */
export interface DrbdConnection extends DrbdTransport {
  readonly resource: string;
  readonly peer: string;
  /** The role that the peer tells of itself, and whether any volume is replicated; undefined without volumes. */
  readonly peerRole: string | undefined;
  readonly isConnected: boolean | undefined;
}

/** All that debugfs tells of DRBD 9. */
export interface DrbdState {
  readonly version: string;
  readonly resources: number;
  readonly connections: readonly DrbdConnection[];
  readonly links: readonly DrbdVolumeLink[];
}

const ROOT = "kernel/debug/drbd";
const VERSION = /^VERSION=(\S+)$/m;
const VOLUME = /^\d+$/;

/** Files of an object that is being removed do not answer. */
const GONE = ["ENOENT", "ESTALE", "ENODEV", "ENOTDIR"] as const;

/**
 * What `read` returns, or `otherwise` for what is being removed. Files are opened each time and not kept open: an open one
 * would hold the resource, connection or device that it is about.
 */
function unlessGone<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch (error) {
    if (hasCode(error, ...GONE)) return otherwise;
    throw error;
  }
}

function readVersion(sys: FileTree): string {
  let text: string;
  try {
    text = sys.text(`${ROOT}/version`);
  } catch (error) {
    if (hasCode(error, "EACCES", "EPERM")) {
      throw new DeniedError(`${sys.root}/${ROOT} is for root only: run as root or give CAP_DAC_READ_SEARCH`);
    }
    if (!hasCode(error, ...GONE)) throw error;
    throw new NoDataError(`${sys.root}/${ROOT} does not exist: DRBD 9 is not loaded, or debugfs not mounted`);
  }
  const version = VERSION.exec(text)?.[1] ?? "";
  if (version.startsWith("8.")) throw new NoDataError(`DRBD ${version} is loaded, which the collector drbd reads`);
  return version;
}

function readLinks(sys: FileTree, resource: string, peer: string): readonly DrbdVolumeLink[] {
  const folder = `${ROOT}/resources/${resource}/connections/${peer}`;
  const links: DrbdVolumeLink[] = [];
  for (const volume of unlessGone(() => sys.list(folder), [])) {
    if (!VOLUME.test(volume)) continue;
    const path = `${folder}/${volume}/proc_drbd`;
    const text = unlessGone(() => sys.text(path), undefined);
    if (text !== undefined) links.push({ ...parseDrbdPeerDevice(text, path), resource, peer, volume });
  }
  return links;
}

/**
 * Reads the state of DRBD 9 below /sys/kernel/debug/drbd. Throws NoDataError when the module is not there, DeniedError when
 * debugfs may not be read, and ParseError for a file of another form.
 */
export function readDrbdState(sys: FileTree): DrbdState {
  const version = readVersion(sys);
  const connections: DrbdConnection[] = [];
  const links: DrbdVolumeLink[] = [];
  const resources = unlessGone(() => sys.list(`${ROOT}/resources`), []);
  for (const resource of resources) {
    const folder = `${ROOT}/resources/${resource}/connections`;
    for (const peer of unlessGone(() => sys.list(folder), [])) {
      const found = readLinks(sys, resource, peer);
      links.push(...found);
      connections.push({
        ...parseDrbdTransport(unlessGone(() => sys.text(`${folder}/${peer}/transport`), "")),
        resource,
        peer,
        peerRole: found[0]?.peerRole,
        isConnected: found.length === 0 ? undefined : found.some(({ replication }) => replication !== "Off"),
      });
    }
  }
  return { version, resources: resources.length, connections, links };
}
