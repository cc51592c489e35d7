import { ParseError } from "@sightglass/metrics-registry";

const MAX_ADDRESSES = 16;
const ESCAPED = /%([0-9a-fA-F]{2})/g;

function unescapeValue(text: string): string {
  const bytes = text.replaceAll(ESCAPED, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return bytes === text ? text : Buffer.from(bytes, "latin1").toString("utf8");
}

/** The socket's path as `net.connect` takes it, with a zero byte before an abstract name; undefined for no unix socket. */
function socketPath(address: string): string | undefined {
  if (!address.startsWith("unix:")) return undefined;
  const keys = new Map<string, string>();
  for (const pair of address.slice("unix:".length).split(",")) {
    const equals = pair.indexOf("=");
    if (equals > 0) keys.set(pair.slice(0, equals), unescapeValue(pair.slice(equals + 1)));
  }
  const path = keys.get("path") ?? "";
  const abstract = keys.get("abstract") ?? "";
  // Exactly one of the two must be given, and a path cannot hold the byte that marks an abstract name.
  if ((path === "") === (abstract === "") || path.includes("\0")) return undefined;
  return path === "" ? `\0${abstract}` : path;
}

/**
 * Parses a D-Bus address such as `unix:path=/run/dbus/system_bus_socket`: a list separated by semicolons, of which
 * unix sockets are kept, in order. Throws ParseError when there is none.
 */
export function parseBusAddress(text: string): readonly string[] {
  const paths: string[] = [];
  for (const address of text.split(";", MAX_ADDRESSES)) {
    const path = socketPath(address);
    if (path !== undefined) paths.push(path);
  }
  if (paths.length === 0) {
    throw new ParseError("D-Bus address", 0, `${JSON.stringify(text.slice(0, 200))} names no unix socket`);
  }
  return paths;
}
