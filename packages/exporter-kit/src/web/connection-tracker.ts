import type { Socket } from "node:net";

interface Connection {
  readonly socket: Socket;
  /** Its place among the open connections; -1 once it is not one of them. */
  index: number;
  /** When it became idle, by a count of such moments. */
  idleSince: number;
  /** A request is with the application. */
  busy: boolean;
  /** Requests that came before the one with the application was answered. */
  readonly waiting: (() => void)[];
}

/**
 * Knows each open connection and whether it is idle, for three purposes: a bound on connections at which the longest
 * idle one gives way to a new one (so that idle connections never shut out a scrape), pipelining, and a graceful close.
 *
 * Node hands over all pipelined requests at once, and a response that is not the first in line emits neither "finish"
 * nor "close" when the connection is cut: whoever counts requests would never see it end. So requests of one
 * connection are started one after the other, and a bounded number waits.
 */
export class ConnectionTracker {
  readonly #bound: number;
  readonly #pipelined: number;
  /** An array, and nothing moves when a request begins or ends: see `ResponseWatch` on what a Set would leave behind. */
  readonly #open: Connection[] = [];
  readonly #bySocket = new WeakMap<Socket, Connection>();
  readonly #handshakes = new Map<string, Connection>();
  #closing = false;
  #moment = 0;

  /** At most `bound` connections, and `pipelined` unanswered requests on each. */
  constructor(bound: number, pipelined: number) {
    this.#bound = bound;
    this.#pipelined = pipelined;
  }

  get size(): number {
    return this.#open.length;
  }

  /** Takes a new connection, or destroys it when it is one too many and none is idle. */
  admit(socket: Socket): void {
    if (this.#closing) {
      socket.destroy();
      return;
    }
    if (this.size >= this.#bound) {
      const oldest = this.#longestIdle();
      if (oldest === undefined) {
        socket.destroy();
        return;
      }
      this.#remove(oldest);
      oldest.socket.destroy();
    }
    const connection: Connection = {
      socket,
      index: this.#open.length,
      idleSince: (this.#moment += 1),
      busy: false,
      waiting: [],
    };
    this.#open.push(connection);
    this.#bySocket.set(socket, connection);
    socket.once("close", () => this.#remove(connection));
  }

  /**
   * Takes a connection whose TLS handshake is to come. A unix socket has no ports to find it by afterwards, so there
   * the handshake's timeout alone bounds it.
   */
  admitHandshake(socket: Socket): void {
    const key = handshakeKey(socket);
    if (key === undefined) return;
    this.admit(socket);
    const connection = this.#bySocket.get(socket);
    if (connection === undefined) return;
    this.#handshakes.set(key, connection);
    socket.once("close", () => {
      if (this.#handshakes.get(key) === connection) this.#handshakes.delete(key);
    });
  }

  /** Takes the encrypted socket in place of the raw one that it grew from. */
  admitSecure(socket: Socket): void {
    const key = handshakeKey(socket);
    const raw = key === undefined ? undefined : this.#handshakes.get(key);
    if (key !== undefined) this.#handshakes.delete(key);
    if (raw !== undefined) this.#remove(raw);
    this.admit(socket);
  }

  /** A request came: `start` is called when the earlier ones of its connection are answered, mostly at once. */
  begin(socket: Socket, start: () => void): void {
    const connection = this.#bySocket.get(socket);
    if (connection === undefined) {
      start();
    } else if (!connection.busy) {
      connection.busy = true;
      start();
    } else if (connection.waiting.length + 1 < this.#pipelined) {
      connection.waiting.push(start);
    } else {
      socket.destroy();
      stopParsing(socket);
    }
  }

  /** The response of the request that was started last was sent or cut. */
  end(socket: Socket): void {
    const connection = this.#bySocket.get(socket);
    if (connection === undefined) return;
    const next = socket.destroyed ? undefined : connection.waiting.shift();
    if (next !== undefined) {
      next();
      return;
    }
    connection.busy = false;
    connection.idleSince = this.#moment += 1;
    if (this.#closing && connection.index !== -1) socket.destroySoon();
  }

  /** From now on idle connections are closed, and busy ones when their last response is out. */
  startClosing(): void {
    this.#closing = true;
    for (const { busy, socket } of this.#open) {
      if (!busy) socket.destroy();
    }
  }

  destroyAll(): void {
    for (const { socket } of this.#open) socket.destroy();
  }

  #remove(connection: Connection): void {
    connection.waiting.length = 0;
    if (connection.index === -1) return;
    const last = this.#open.pop();
    if (last !== undefined && last !== connection) {
      last.index = connection.index;
      this.#open[last.index] = last;
    }
    connection.index = -1;
  }

  #longestIdle(): Connection | undefined {
    let oldest: Connection | undefined;
    for (const connection of this.#open) {
      if (!connection.busy && (oldest === undefined || connection.idleSince < oldest.idleSince)) oldest = connection;
    }
    return oldest;
  }
}

/**
 * Makes Node's parser leave off in the middle of what was received, when the socket is destroyed already. Else it goes on
 * through the 64 KB of one read and makes some 800 requests of them, which after a few connections of that kind is most
 * of the heap. There is no documented way; 2 is what Node's own listener returns for an upgrade, where other data than
 * HTTP follows. A Node without this property does the work that it would have done anyway.
 */
function stopParsing(socket: Socket): void {
  const { parser } = socket as Socket & { readonly parser?: { onIncoming?: unknown } | null };
  if (typeof parser?.onIncoming === "function") parser.onIncoming = (): number => 2;
}

function handshakeKey(socket: Socket): string | undefined {
  if (socket.remotePort === undefined) return undefined;
  return `${socket.remoteAddress} ${socket.remotePort} ${socket.localAddress} ${socket.localPort}`;
}
