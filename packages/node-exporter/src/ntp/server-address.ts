import { isIP } from "node:net";

/** A host and a port. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
}

const MAPPED_LOOPBACK = /^::ffff:(?:127\.|7f[0-9a-f]{2}:)/i;
const ALL_ZEROS_AND_ONE = /^(?:0{0,4}:){2,7}0{0,3}1$/;

/** Whether a text is an IP address of this machine itself: 127.0.0.0/8, ::1 in any spelling, or the former as IPv6. */
export function isLoopback(text: string): boolean {
  const kind = isIP(text);
  if (kind === 4) return text.startsWith("127.");
  return kind === 6 && (MAPPED_LOOPBACK.test(text) || ALL_ZEROS_AND_ONE.test(text));
}

/** Splits `host`, `host:port`, `[address]` and `[address]:port`; more than one colon without brackets is IPv6. */
export function parseServerAddress(text: string, defaultPort: number): ServerAddress | undefined {
  const found = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text);
  if (found !== null) {
    const port = found[3] === undefined ? defaultPort : Number(found[3]);
    return { host: (found[1] ?? found[2]) as string, port };
  }
  return isIP(text) === 6 ? { host: text, port: defaultPort } : undefined;
}
