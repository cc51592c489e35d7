import { join } from "node:path";
import { startHttpServer, type HttpServerProcess } from "./http-server.ts";
import { REPOSITORY } from "./paths.ts";
import { serverDirectory } from "./process.ts";

/** User and group of the pods. */
export const POD_USER = 65_534;

/** Where the checkout is in the pod. */
export const POD_CHECKOUT = "/app";

/** A program in a pod of the DaemonSet, or as near to it as is possible without a container engine. */
export interface PodProgram {
  readonly name: string;
  /** Path in the pod. */
  readonly command: string;
  /** Arguments, given `127.0.0.1:port`. */
  readonly argsFor: (address: string) => readonly string[];
  /** Further files and folders that the pod sees: path in the pod, path on the host. */
  readonly mounts?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Root with the one capability of the component root-only-files, and no user namespace. */
  readonly asRoot?: boolean;
  /** Path that answers 200 when the program is ready. */
  readonly readyPath: string;
  readonly isReady?: (address: string) => Promise<boolean>;
}

/**
 * A root of its own on a tmpfs, read-only, with the host's programs and libraries; the host's root below /host/root and
 * its /sys at /host/sys, read-only, with mounts that the host makes later; network and processes are the host's. The
 * program runs in a user namespace as a user without name and without a capability.
 */
const ENTER = `
set -euo pipefail
root="$1" user="$2"
shift 2
mount -t tmpfs -o mode=755 tmpfs "$root"
bind() {
  if [ -d "$1" ]; then mkdir -p "$root$2"; else mkdir -p "$(dirname "$root$2")"; touch "$root$2"; fi
  mount --rbind "$1" "$root$2"
}
read_only() { mount -o remount,bind,ro "$root$1"; }
for folder in bin sbin lib lib64; do
  if [ -L "/$folder" ]; then ln -s "$(readlink "/$folder")" "$root/$folder"; elif [ -d "/$folder" ]; then bind "/$folder" "/$folder"; fi
done
for folder in usr etc proc dev; do bind "/$folder" "/$folder"; done
bind / /host/root
read_only /host/root
bind /sys /host/sys
read_only /host/sys
while [ "$1" != -- ]; do
  bind "$1" "$2"
  read_only "$2"
  shift 2
done
shift
mkdir "$root/tmp"
mount -o remount,ro "$root"
cd "$root"
pivot_root . .
umount -l .
cd /
if [ "$user" = 0 ]; then exec setpriv --bounding-set=-all,+dac_read_search --inh-caps=-all --no-new-privs "$@"; fi
exec setpriv --reuid="$user" --regid="$user" --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs \\
  unshare --user --map-user="$user" --map-group="$user" setpriv --pdeathsig KILL "$@"
`;

/** Starts a program laid out like the DaemonSet's container; needs root. Node and the checkout are in the pod. */
export function startInPod(program: PodProgram): Promise<HttpServerProcess> {
  const mounts = { [POD_CHECKOUT]: REPOSITORY, "/node/bin": join(process.execPath, ".."), ...program.mounts };
  return startHttpServer(
    (address) => ({
      name: program.name,
      command: "unshare",
      args: ["--mount", "--propagation", "slave", "bash", "-c", ENTER, "bash"].concat(
        serverDirectory("pod"),
        program.asRoot === true ? "0" : String(POD_USER),
        Object.entries(mounts).flatMap(([inside, outside]) => [outside, inside]),
        "--",
        program.command,
        program.argsFor(address),
      ),
      env: { PATH: "/node/bin:/usr/sbin:/usr/bin:/sbin:/bin", ...program.env },
    }),
    { path: program.readyPath, ...(program.isReady && { isReady: program.isReady }) },
  );
}
