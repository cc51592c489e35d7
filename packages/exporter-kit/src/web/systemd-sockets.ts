import { ListenError } from "./listen-address.ts";

/** The first descriptor that systemd passes (sd_listen_fds(3)). */
const firstDescriptor = 3;

/**
 * The descriptors of the sockets that systemd passed to this process. The variables are taken out of `env`, so that a
 * child process does not take them for its own.
 *
 * @throws ListenError when there are none, or when they were meant for another process.
 */
export function takeSystemdSockets(env: NodeJS.ProcessEnv, pid: number): readonly number[] {
  const listenPid = env["LISTEN_PID"];
  const listenFds = env["LISTEN_FDS"];
  for (const name of ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"]) delete env[name];
  if (listenPid === undefined || listenFds === undefined) {
    throw new ListenError("no sockets from systemd: LISTEN_PID and LISTEN_FDS are not set");
  }
  if (listenPid !== String(pid)) {
    throw new ListenError(`no sockets from systemd: LISTEN_PID is ${listenPid} and this process is ${pid}`);
  }
  const count = /^\d{1,4}$/u.test(listenFds) ? Number(listenFds) : 0;
  if (count < 1) throw new ListenError(`no sockets from systemd: LISTEN_FDS is ${JSON.stringify(listenFds)}`);
  return Array.from({ length: count }, (_, index) => firstDescriptor + index);
}
