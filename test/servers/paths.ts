import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Root of the checkout. */
export const REPOSITORY: string = resolve(import.meta.dirname, "../..");

const cacheHome = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");

/** Where install.sh keeps what it builds: outside the clone, since that outlives it. */
export const PEERS: string = join(process.env["SIGHTGLASS_CACHE"] ?? join(cacheHome, "sightglass"), "peers");

/** Which of two generations of a program: Debian's package, or the pinned current release. */
export type PeerVersion = "debian" | "current";

const DEBIAN_NAMES: Readonly<Record<string, string>> = { node_exporter: "prometheus-node-exporter" };

/** Path of an installed peer program; throws an Error that names the installer when it is missing. */
export function peerProgram(
  name: "kustomize" | "node_exporter" | "prometheus" | "promtool",
  version: PeerVersion,
): string {
  const path = version === "debian" ? join("/usr/bin", DEBIAN_NAMES[name] ?? name) : join(PEERS, "bin", name);
  if (!existsSync(path)) {
    throw new Error(`${path} is missing: run test/servers/install.sh first`);
  }
  return path;
}

/** A file of the conformance data: `CONFORMANCE_DIR`, or its usual place beside the checkout. Throws when missing. */
export function conformanceFile(...parts: readonly string[]): string {
  const root = process.env["CONFORMANCE_DIR"] ?? join(REPOSITORY, "../shared/conformance");
  const path = join(root, ...parts);
  if (!existsSync(path)) {
    throw new Error(`${path} is missing: point CONFORMANCE_DIR to the conformance data`);
  }
  return path;
}
