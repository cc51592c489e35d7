/** Where a server listens. */
export type ListenTarget =
  | { readonly kind: "tcp"; readonly host: string | undefined; readonly port: number }
  | { readonly kind: "unix"; readonly path: string }
  | { readonly kind: "fd"; readonly fd: number };

/** An address that is malformed or cannot be listened on; the message names it. */
export class ListenError extends Error {
  override readonly name: string = "ListenError";
}

/**
 * Parses a listen address: `:9100` (all interfaces), `127.0.0.1:9100`, `host:9100`, `[::1]:9100`, `unix:/path`
 * (also `unix:///path`). Port 0 lets the system choose.
 *
 * @throws ListenError for anything else; for `vsock://` it says what would be needed.
 */
export function parseListenAddress(address: string): ListenTarget {
  const fail = (what: string): ListenError => new ListenError(`listen address ${JSON.stringify(address)}: ${what}`);
  if (address.startsWith("vsock://")) {
    throw fail("a vsock address needs a native socket, which Node does not offer; use a TCP or unix: address");
  }
  if (address.startsWith("unix:")) {
    const path = address.slice(5).replace(/^\/\/(?=\/)/u, "");
    // sun_path has 108 bytes with the final zero; a longer path would be cut without a word.
    if (path === "" || path.includes("\0")) throw fail("expected a path after unix:");
    if (Buffer.byteLength(path) > 107) throw fail("a unix socket's path has at most 107 bytes");
    return { kind: "unix", path };
  }
  const match = /^(?:\[([^[\]]+)\]|([^:[\]/\s]*)):(\d{1,5})$/u.exec(address);
  if (match === null) throw fail("expected HOST:PORT, :PORT, [IPV6]:PORT or unix:PATH");
  const port = Number(match[3]);
  if (port > 65_535) throw fail("a port is at most 65535");
  const host = match[1] ?? match[2] ?? "";
  return { kind: "tcp", host: host === "" ? undefined : host, port };
}
