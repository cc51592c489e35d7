import { join } from "node:path";
import type { BusAddresses } from "../host.ts";

/** The path that the D-Bus specification gives. */
const SYSTEM_BUS = "unix:path=/var/run/dbus/system_bus_socket";

const escaped = (path: string): string =>
  path.replaceAll(/[^A-Za-z0-9_/.*-]/g, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  );

/**
 * Where D-Bus servers are: DBUS_SYSTEM_BUS_ADDRESS, else the well-known socket and, where the host's root is mounted
 * elsewhere, that of the host, so that a container that sees the root needs no further mount. `/run`, since the link
 * `/var/run` would lead back into the container.
 */
export function busAddresses(env: Readonly<Record<string, string | undefined>>, rootfs: string): BusAddresses {
  const given = env["DBUS_SYSTEM_BUS_ADDRESS"] ?? "";
  const below = (path: string): string => (rootfs === "/" ? "" : `;unix:path=${escaped(join(rootfs, path))}`);
  return {
    system: given === "" ? `${SYSTEM_BUS}${below("run/dbus/system_bus_socket")}` : given,
    systemdPrivate: `unix:path=/run/systemd/private${below("run/systemd/private")}`,
  };
}
