import { createBusConnection, type BusConnection } from "./bus-connection.ts";
import { parseBusAddress } from "./bus-address.ts";
import { BusError, ConnectionLostError } from "./bus-error.ts";
import { connectSocket } from "./connect-socket.ts";

/** A place where calls can be made. */
export interface BusTarget {
  /** As in DBUS_SYSTEM_BUS_ADDRESS. */
  readonly address: string;
  /** A message bus must be greeted first; a program's private socket must not. */
  readonly isBus: boolean;
}

/** Calls over one connection, which is kept between scrapes and made anew when it is gone. */
export interface BusClient {
  /**
   * Runs `work` with a connection. It rejects with the signal's reason when that is aborted: the connection is ended
   * then, so that what was asked is not answered to the next scrape.
   */
  withConnection<Result>(signal: AbortSignal, work: (connection: BusConnection) => Promise<Result>): Promise<Result>;
}

/** Scrapes farther apart than this get a new connection each, and a client that is not used any more holds none. */
const KEPT_MS = 150_000;

const HELLO = {
  destination: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
  member: "Hello",
};

async function openAt(path: string, isBus: boolean, signal: AbortSignal): Promise<BusConnection> {
  const socket = await connectSocket(path, signal);
  const { connection, ready } = createBusConnection({ socket, uid: process.getuid?.() ?? 0 });
  const onAbort = (): void => connection.close(signal.reason as Error);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    // The signal may have been aborted while the promise above was on its way.
    if (signal.aborted) onAbort();
    await ready;
    if (isBus) await connection.call(HELLO);
    return connection;
  } catch (error) {
    connection.close(error as Error);
    throw error;
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** Connects to the first target that can be reached; the error is that of the first when none can. */
async function open(targets: readonly BusTarget[], signal: AbortSignal): Promise<BusConnection> {
  const errors: unknown[] = [];
  for (const { address, isBus } of targets) {
    for (const path of parseBusAddress(address)) {
      try {
        return await openAt(path, isBus, signal);
      } catch (error) {
        signal.throwIfAborted();
        errors.push(error);
      }
    }
  }
  throw errors[0];
}

/** Makes a client of the first of the targets that can be reached. Nothing is connected before it is used. */
export function createBusClient(targets: readonly BusTarget[]): BusClient {
  let kept: BusConnection | undefined;
  let idle: NodeJS.Timeout | undefined;

  function keep(connection: BusConnection): void {
    if (!connection.isOpen()) return;
    kept = connection;
    connection.hold(false);
    idle = setTimeout(() => {
      if (kept === connection) kept = undefined;
      connection.close(new ConnectionLostError("the connection was not used for long"));
    }, KEPT_MS);
    idle.unref();
  }

  function takeKept(): BusConnection | undefined {
    clearTimeout(idle);
    const connection = kept?.isOpen() === true ? kept : undefined;
    kept = undefined;
    connection?.hold(true);
    return connection;
  }

  async function run<Result>(
    connection: BusConnection,
    signal: AbortSignal,
    work: (connection: BusConnection) => Promise<Result>,
  ): Promise<Result> {
    const onAbort = (): void => connection.close(signal.reason as Error);
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      if (signal.aborted) onAbort();
      const result = await work(connection);
      keep(connection);
      return result;
    } catch (error) {
      if (error instanceof BusError) keep(connection);
      else connection.close(error as Error);
      throw error;
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  return {
    withConnection: async (signal, work) => {
      const old = takeKept();
      if (old !== undefined) {
        try {
          return await run(old, signal, work);
        } catch (error) {
          // The bus was started anew since the last scrape: what is known of it is not its fault now.
          if (!(error instanceof ConnectionLostError)) throw error;
        }
      }
      return await run(await open(targets, signal), signal, work);
    },
  };
}
