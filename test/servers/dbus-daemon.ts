import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { serverDirectory, startProcess, type RunningProcess } from "./process.ts";
import { waitFor } from "./wait-for.ts";

/** A running message bus. */
export interface DbusDaemon extends RunningProcess {
  /** As in DBUS_SYSTEM_BUS_ADDRESS. */
  readonly address: string;
  readonly socketPath: string;
}

/** Everybody who may connect may own any name and call anything. */
const config = (
  socketPath: string,
): string => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:path=${socketPath}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
    <allow user="*"/>
  </policy>
</busconfig>
`;

/** Starts Debian's dbus-daemon on a unix socket of its own, with the limits of a system bus. */
export async function startDbusDaemon(): Promise<DbusDaemon> {
  const folder = serverDirectory("dbus-daemon");
  const socketPath = join(folder, "bus");
  const configPath = join(folder, "bus.conf");
  writeFileSync(configPath, config(socketPath));
  const daemon = startProcess({
    name: "dbus-daemon",
    command: "dbus-daemon",
    args: [`--config-file=${configPath}`, "--nofork", "--nopidfile", "--nosyslog"],
  });
  await waitFor("the bus's socket", { timeoutMs: 10_000, intervalMs: 20 }, () => existsSync(socketPath));
  return { ...daemon, address: `unix:path=${socketPath}`, socketPath };
}
