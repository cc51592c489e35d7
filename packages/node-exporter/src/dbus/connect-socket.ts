import { connect, type Socket } from "node:net";
import { DeniedError, NoDataError } from "@sightglass/metrics-registry";

function readableError(error: NodeJS.ErrnoException, path: string): Error {
  const shown = path.replace("\0", "@");
  if (error.code === "ENOENT") return new NoDataError(`there is no socket ${shown}`);
  if (error.code === "EACCES" || error.code === "EPERM") {
    return new DeniedError(`the socket ${shown} may not be used by this user`);
  }
  return new Error(`cannot connect to ${shown}: ${error.message}`, { cause: error });
}

/** Connects to a unix socket. Rejects with the signal's reason when that is aborted first. */
export function connectSocket(path: string, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const socket = connect({ path });
    const onAbort = (): void => {
      socket.destroy();
      reject(signal.reason as Error);
    };
    const onError = (error: NodeJS.ErrnoException): void => {
      signal.removeEventListener("abort", onAbort);
      socket.destroy();
      reject(readableError(error, path));
    };
    signal.addEventListener("abort", onAbort, { once: true });
    socket.once("error", onError);
    socket.once("connect", () => {
      signal.removeEventListener("abort", onAbort);
      socket.removeListener("error", onError);
      resolve(socket);
    });
  });
}
