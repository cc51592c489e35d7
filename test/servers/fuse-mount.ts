import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { MountNamespace } from "./mount-namespace.ts";
import { waitFor } from "./wait-for.ts";

/** A file system whose server is a process, so that it can be made to hang. */
export interface FuseMount {
  readonly mountPoint: string;
  /** Stops the server: whoever asks the file system waits. */
  hang(): void;
  /** Lets the server go on. */
  recover(): void;
}

const BINDFS = "/usr/bin/bindfs";

const STOP_MS = 5_000;

/** State letters of a process's threads, by proc_pid_stat(5). */
const threadStates = (pid: number): readonly string[] =>
  readdirSync(`/proc/${pid}/task`).map((thread) => {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8");
    return stat.charAt(stat.lastIndexOf(")") + 2);
  });

/**
 * Stops a process and waits until each of its threads has stopped: a server that still takes a request before it does
 * leaves the asking thread in a wait that not even SIGKILL ends.
 */
function stop(pid: number): void {
  process.kill(pid, "SIGSTOP");
  const deadline = Date.now() + STOP_MS;
  while (threadStates(pid).some((state) => state !== "T")) {
    if (Date.now() >= deadline) throw new Error(`process ${pid} has not stopped within ${STOP_MS} ms`);
  }
}

/** Throws an Error that says what is missing when file systems cannot be served here. */
export function checkFuse(): void {
  if (!existsSync(BINDFS)) throw new Error(`${BINDFS} is missing: run test/servers/install.sh first`);
  if (process.getuid?.() !== 0) throw new Error("hung mounts can be tried as root only: FUSE has to be mounted");
  try {
    accessSync("/dev/fuse", constants.R_OK | constants.W_OK);
  } catch (error) {
    throw new Error("/dev/fuse cannot be opened: the kernel lacks FUSE, or the container is not given the device", {
      cause: error,
    });
  }
}

/** Mounts a folder of its own below `parent`, by a server of its own, inside the namespace. */
export async function mountFuse(namespace: MountNamespace, parent: string, name: string): Promise<FuseMount> {
  const source = join(parent, `${name}.source`);
  const mountPoint = join(parent, name);
  mkdirSync(source);
  mkdirSync(mountPoint);
  writeFileSync(join(source, "served"), "");
  const { outer, pid } = await namespace.start({
    name: `bindfs-${name}`,
    command: BINDFS,
    args: ["-f", source, mountPoint],
  });
  await waitFor(`the mount at ${mountPoint}`, { timeoutMs: 15_000, intervalMs: 20 }, () => {
    if (!outer.isRunning()) throw new Error(`bindfs ended; its log:\n${outer.log()}`);
    return namespace.run("cat", "/proc/1/mountinfo").includes(` ${mountPoint} `);
  });
  return {
    mountPoint,
    hang: () => stop(pid),
    recover: () => void process.kill(pid, "SIGCONT"),
  };
}
