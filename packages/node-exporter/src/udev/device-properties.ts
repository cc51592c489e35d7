/** Properties of a device by name, such as `ID_MODEL`. */
export type DeviceProperties = ReadonlyMap<string, string>;

/** Parses a file of udev's database (/run/udev/data/b8:0): the `E:NAME=value` lines; all others are of no use here. */
export function parseDeviceProperties(text: string): DeviceProperties {
  const properties = new Map<string, string>();
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    if (text.startsWith("E:", start)) {
      const equals = text.indexOf("=", start);
      if (equals !== -1 && equals < end) properties.set(text.slice(start + 2, equals), text.slice(equals + 1, end));
    }
    start = end + 1;
  }
  return properties;
}
