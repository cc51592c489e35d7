import { ParseError } from "@sightglass/metrics-registry";

/** Address and port of a virtual or real server, as labels have them. */
export interface IpvsEndpoint {
  readonly address: string;
  readonly port: string;
}

const V4 = /^([0-9A-Fa-f]{8}).([0-9A-Fa-f]{4})$/;
const V6 = /^.((?:[0-9A-Fa-f]{4}:){7}[0-9A-Fa-f]{4})..([0-9A-Fa-f]{4})$/;

function ipv4(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

/** Canonical text of an address (RFC 5952); one that holds an IPv4 address is written as that, as Go does. */
function ipv6(text: string): string {
  const groups = text.split(":").map((group) => Number.parseInt(group, 16));
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xff_ff) {
    return ipv4((groups[6] as number) * 0x1_00_00 + (groups[7] as number));
  }
  let longest = 1;
  let from = -1;
  for (let at = 0; at < groups.length; at += 1) {
    let end = at;
    while (groups[end] === 0) end += 1;
    if (end - at > longest) {
      longest = end - at;
      from = at;
    }
  }
  const written = groups.map((group) => group.toString(16));
  if (from === -1) return written.join(":");
  return `${written.slice(0, from).join(":")}::${written.slice(from + longest).join(":")}`;
}

/** Parses `C0A80016:0CEA` or `[2620:0000:…:0001]:0050`, port and IPv4 address in hexadecimal. Throws ParseError. */
export function parseIpvsEndpoint(text: string, path: string, line: number): IpvsEndpoint {
  const v4 = V4.exec(text);
  if (v4 !== null) {
    return { address: ipv4(Number.parseInt(v4[1] as string, 16)), port: String(Number.parseInt(v4[2] as string, 16)) };
  }
  const v6 = V6.exec(text);
  if (v6 === null) throw new ParseError(path, line, `expected address and port, found ${JSON.stringify(text)}`);
  return { address: ipv6(v6[1] as string), port: String(Number.parseInt(v6[2] as string, 16)) };
}
