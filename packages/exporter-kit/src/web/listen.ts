import { lstatSync, unlinkSync } from "node:fs";
import { connect } from "node:net";
import type { ListenOptions, Server } from "node:net";
import { ListenError } from "./listen-address.ts";
import type { ListenTarget } from "./listen-address.ts";

const probeTimeoutMs = 2_000;

/**
 * Starts listening and resolves with the address in use. The file of a unix socket that nobody answers on is replaced;
 * Node removes it when the server closes.
 *
 * @throws ListenError (by rejection) naming the address and what can be done.
 */
export async function listen(server: Server, target: ListenTarget): Promise<string> {
  if (target.kind === "unix") await removeStaleSocket(target.path);
  await new Promise<void>((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      reject(new ListenError(`cannot listen on ${describe(target)}: ${explain(error, target)}`, { cause: error }));
    };
    server.once("error", failed);
    server.listen(listenOptions(target), () => {
      server.off("error", failed);
      resolve();
    });
  });
  const address = server.address();
  if (address === null) return describe(target);
  if (typeof address === "string") return `unix:${address}`;
  return `${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`;
}

function listenOptions(target: ListenTarget): ListenOptions & { readonly fd?: number } {
  if (target.kind === "unix") return { path: target.path };
  if (target.kind === "fd") return { fd: target.fd };
  // Without a host Node listens on :: for both families, and on 0.0.0.0 where there is no IPv6.
  return target.host === undefined ? { port: target.port } : { host: target.host, port: target.port };
}

function describe(target: ListenTarget): string {
  if (target.kind === "unix") return `unix:${target.path}`;
  if (target.kind === "fd") return `descriptor ${target.fd}`;
  const host = target.host ?? "";
  return `${host.includes(":") ? `[${host}]` : host}:${target.port}`;
}

function explain(error: NodeJS.ErrnoException, target: ListenTarget): string {
  switch (error.code) {
    case "EADDRINUSE":
      return "the address is in use by another process";
    case "EACCES":
      return target.kind === "tcp"
        ? "permission denied; a port below 1024 needs CAP_NET_BIND_SERVICE"
        : "permission denied";
    case "EADDRNOTAVAIL":
      return "this host has no such address";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "the host name cannot be resolved";
    case "EAFNOSUPPORT":
      return "this host does not support that kind of address";
    case "EINVAL":
    case "ENOTSOCK":
    case "ERR_INVALID_FD_TYPE":
    case "EBADF":
      return target.kind === "fd" ? "it is not a listening stream socket" : error.message;
    case undefined:
    default:
      return error.message;
  }
}

/** Removes the file of a unix socket whose server is gone; a file of another kind is never removed. */
async function removeStaleSocket(path: string): Promise<void> {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isSocket()) throw new ListenError(`cannot listen on unix:${path}: the path exists and is no socket`);
  const refused = await new Promise<boolean>((resolve) => {
    const socket = connect({ path, timeout: probeTimeoutMs });
    const settle = (gone: boolean): void => {
      socket.destroy();
      resolve(gone);
    };
    socket.once("connect", () => settle(false));
    socket.once("timeout", () => settle(false));
    socket.once("error", (error: NodeJS.ErrnoException) => settle(error.code === "ECONNREFUSED"));
  });
  if (!refused) throw new ListenError(`cannot listen on unix:${path}: another process listens there`);
  unlinkSync(path);
}
