import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { freePort } from "./http-server.ts";
import { REPOSITORY } from "./paths.ts";
import { serverDirectory, startProcess } from "./process.ts";
import { waitFor } from "./wait-for.ts";

/** Where the checkout is for the units. */
export const UNITS_CHECKOUT = "/run/checkout";

/** A systemd of its own as first process of a process namespace, with one socket and the service behind it. */
export interface PrivateSystemd {
  /** Of the socket. */
  readonly url: string;
  readonly log: () => string;
  stop(): Promise<void>;
}

/** What is started: files of units, and what tests change of the service. */
export interface SocketUnit {
  readonly socket: string;
  readonly service: string;
  readonly execStart: string;
  /** Further lines of the service's section. */
  readonly settings?: readonly string[];
}

/** Enters a control group that holds everything that is started here, in a mount of the tree that nobody else has. */
const ENTER_GROUP = `
set -euo pipefail
folder="$1" group="$2" checkout="$3" script="$4"
mount -t cgroup2 cgroup2 "$folder/groups"
own="$(awk -F: '$1 == 0 { print $3 }' /proc/self/cgroup)"
mkdir "$folder/groups$own/$group"
echo $$ >"$folder/groups$own/$group/cgroup.procs"
exec unshare --cgroup --pid --fork --kill-child --ipc --uts bash -c "$script" bash "$folder" "$checkout"
`;

/**
 * Everything that systemd writes to is a tmpfs of this namespace: /run, /dev, /tmp, its configuration. Its control groups
 * begin at the one that was entered. With \`container\` set it leaves the machine's own settings alone.
 */
const START_SYSTEMD = `
set -euo pipefail
folder="$1" checkout="$2"
mount -t proc proc /proc
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs "$folder/dev"
mkdir "$folder/dev/shm" "$folder/dev/pts"
ln -s pts/ptmx "$folder/dev/ptmx"
for node in null zero full random urandom tty; do
  touch "$folder/dev/$node"
  mount --bind "/dev/$node" "$folder/dev/$node"
done
touch "$folder/dev/console"
mount --bind "$folder/console" "$folder/dev/console"
mount --rbind "$folder/dev" /dev
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/lock /run/log /run/systemd/system ${UNITS_CHECKOUT}
mount --bind "$checkout" ${UNITS_CHECKOUT}
cp -r "$folder/units/." /run/systemd/system
for path in /etc/systemd/system /var/log /var/tmp /tmp; do mount -t tmpfs -o mode=1777 tmpfs "$path"; done
exec env -i container=test PATH="$PATH" /lib/systemd/systemd --system --unit=probe.target --log-target=console \\
  --show-status=0
`;

/** Removes a control group and those below it. */
const LEAVE_GROUP = `
set -euo pipefail
mount -t cgroup2 cgroup2 "$1/groups"
own="$(awk -F: '$1 == 0 { print $3 }' /proc/self/cgroup)"
[ ! -d "$1/groups$own/$2" ] || find "$1/groups$own/$2" -depth -type d -exec rmdir {} +
`;

function writeUnits(folder: string, unit: SocketUnit, port: number): void {
  const write = (path: string, ...lines: readonly string[]): void => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), [...lines, ""].join("\n"));
  };
  const [socket, service] = [basename(unit.socket), basename(unit.service)];
  execFileSync("cp", [unit.socket, unit.service, folder]);
  // Without what belongs to the start of a whole machine.
  const alone = ["[Unit]", "DefaultDependencies=no"];
  write("probe.target", ...alone, `Requires=${socket}`, `After=${socket}`);
  write(`${socket}.d/test.conf`, ...alone, "[Socket]", "ListenStream=", `ListenStream=127.0.0.1:${port}`);
  const path = `Environment=PATH=${process.env["PATH"] ?? ""}`;
  write(
    `${service}.d/test.conf`,
    ...alone,
    "[Service]",
    path,
    "ExecStart=",
    `ExecStart=${unit.execStart}`,
    ...(unit.settings ?? []),
  );
}

/** Starts it and waits until the socket listens; needs root. */
export async function startPrivateSystemd(unit: SocketUnit): Promise<PrivateSystemd> {
  const folder = serverDirectory("systemd");
  for (const name of ["groups", "dev", "units"]) mkdirSync(join(folder, name));
  // What systemd prints when it is a first process.
  const console = join(folder, "console");
  writeFileSync(console, "");
  const log = (): string => readFileSync(console, "utf8");
  const port = await freePort();
  writeUnits(join(folder, "units"), unit, port);
  const group = basename(folder);
  const systemd = startProcess({
    name: "systemd",
    command: "unshare",
    args: ["--mount", "bash", "-c", ENTER_GROUP, "bash", folder, group, REPOSITORY, START_SYSTEMD],
  });
  const stop = async (): Promise<void> => {
    // unshare ignores SIGTERM while its child runs; the child goes with it.
    process.kill(systemd.pid, "SIGKILL");
    await systemd.stop();
    await waitFor("the end of what systemd started", { timeoutMs: 10_000 }, () => {
      execFileSync("unshare", ["--mount", "bash", "-c", LEAVE_GROUP, "bash", folder, group], {
        stdio: "pipe",
        timeout: 5000,
      });
      return true;
    });
  };
  try {
    await waitFor("systemd's socket", { timeoutMs: 20_000 }, () => {
      if (!systemd.isRunning()) throw new Error("systemd ended");
      return execFileSync("ss", ["-Hltn", `sport = :${port}`], { encoding: "utf8", timeout: 5000 }) !== "";
    });
  } catch (error) {
    await stop();
    throw new Error(`systemd did not listen; its log:\n${systemd.log()}${log()}`, { cause: error });
  }
  return { url: `http://127.0.0.1:${port}`, log, stop };
}
