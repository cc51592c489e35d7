import { randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { faultOf, measure, type NtpMeasurement } from "./measurement.ts";
import { encodeQuery, parsePacket } from "./packet.ts";
import type { ServerAddress } from "./server-address.ts";
import { wallClockLead } from "./wall-clock.ts";

/** What to ask, and how. */
export interface NtpQuery {
  readonly server: ServerAddress;
  readonly version: number;
  /** Hops that the question may take; 0 leaves it to the system. */
  readonly ttl: number;
}

/** Time for the whole exchange, the name's look-up included: ntpdate's default. */
const TIMEOUT_MS = 1000;

/** The first thing that a socket, or a signal, brings. */
function firstAnswer(socket: Socket, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
    socket.once("message", resolve);
    socket.on("error", reject);
  });
}

/** IPv4 where a name has both, as upstream's library chooses. */
async function addressOf(host: string): Promise<{ readonly address: string; readonly family: number }> {
  const all = await lookup(host, { all: true });
  const chosen = all.find(({ family }) => family === 4) ?? all[0];
  if (chosen === undefined) throw new Error(`${host} has no address`);
  return chosen;
}

async function exchange(
  socket: Socket,
  query: NtpQuery,
  address: string,
  signal: AbortSignal,
): Promise<NtpMeasurement> {
  const answer = firstAnswer(socket, signal);
  // Awaited below; what goes wrong before that is thrown there.
  answer.catch(() => {});
  await Promise.race([
    answer,
    new Promise<void>((resolve) => {
      socket.connect(query.server.port, address, resolve);
    }),
  ]);
  if (query.ttl !== 0) socket.setTTL(query.ttl);
  const nonce = randomBytes(8).readBigUInt64BE();
  const bytes = encodeQuery(query.version, nonce);
  const lead = wallClockLead();
  const sentAt = lead + process.hrtime.bigint();
  socket.send(bytes);
  const packet = parsePacket(await answer);
  const receivedAt = lead + process.hrtime.bigint();
  const fault = faultOf(packet, nonce);
  if (fault !== undefined) throw new Error(fault);
  return measure({ packet, sentAt, receivedAt });
}

/** Asks a server for the time once, over UDP. Rejects when it does not answer within a second, or not well. */
export async function queryServer(query: NtpQuery, scrape: AbortSignal): Promise<NtpMeasurement> {
  scrape.throwIfAborted();
  const own = new AbortController();
  const onScrapeEnd = (): void => own.abort(scrape.reason);
  scrape.addEventListener("abort", onScrapeEnd, { once: true });
  const timer = setTimeout(() => own.abort(new Error("no answer within 1 s")), TIMEOUT_MS);
  let socket: Socket | undefined;
  try {
    const aborted = new Promise<never>((_resolve, reject) => {
      own.signal.addEventListener("abort", () => reject(own.signal.reason as Error), { once: true });
    });
    aborted.catch(() => {});
    const { address, family } = await Promise.race([addressOf(query.server.host), aborted]);
    socket = createSocket(family === 6 ? "udp6" : "udp4");
    return await exchange(socket, query, address, own.signal);
  } catch (error) {
    if (scrape.aborted) throw error;
    throw new Error(`couldn't get SNTP reply: ${(error as Error).message}`, { cause: error });
  } finally {
    clearTimeout(timer);
    scrape.removeEventListener("abort", onScrapeEnd);
    socket?.close();
  }
}
