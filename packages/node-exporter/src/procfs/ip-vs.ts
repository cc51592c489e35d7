import { lineEnd, splitFields } from "./fields.ts";
import { parseUnsigned } from "./integers.ts";
import { parseIpvsEndpoint, type IpvsEndpoint } from "./ip-vs-endpoint.ts";

/** A real server behind a virtual one. */
export interface IpvsBackend {
  /** Empty for a virtual server that is chosen by firewall mark. */
  readonly localAddress: string;
  readonly localPort: string;
  readonly localMark: string;
  readonly remoteAddress: string;
  readonly remotePort: string;
  readonly protocol: string;
  readonly weight: number;
  readonly activeConnections: number;
  readonly inactiveConnections: number;
}

const PATH = "net/ip_vs";
const BACKEND_COLUMNS = 6;
const NOWHERE: IpvsEndpoint = { address: "", port: "0" };

/**
 * Parses /proc/net/ip_vs: three lines of headings, then a line for each virtual server (`TCP C0A80016:0CEA wlc`, or
 * `FWM` and a firewall mark), followed by one for each real server behind it (`-> C0A85216:0CEA Tunnel 100 248 2`).
 * Throws ParseError.
 */
export function parseIpvsBackends(text: string): readonly IpvsBackend[] {
  const backends: IpvsBackend[] = [];
  let protocol = "";
  let mark = "";
  let local = NOWHERE;
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const end = lineEnd(text, start);
    const fields = splitFields(text.slice(start, end));
    start = end + 1;
    const [first, second] = fields;
    if (second === undefined || first === "IP" || first === "Prot" || second === "RemoteAddress:Port") continue;
    if (first === "TCP" || first === "UDP" || first === "SCTP") {
      protocol = first;
      mark = "";
      local = parseIpvsEndpoint(second, PATH, line);
    } else if (first === "FWM") {
      protocol = first;
      mark = second;
      local = NOWHERE;
    } else if (first === "->" && fields.length >= BACKEND_COLUMNS) {
      const remote = parseIpvsEndpoint(second, PATH, line);
      backends.push({
        localAddress: local.address,
        localPort: local.port,
        localMark: mark,
        remoteAddress: remote.address,
        remotePort: remote.port,
        protocol,
        weight: parseUnsigned(fields[3], PATH, line),
        activeConnections: parseUnsigned(fields[4], PATH, line),
        inactiveConnections: parseUnsigned(fields[5], PATH, line),
      });
    }
  }
  return backends;
}
