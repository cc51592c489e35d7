import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { FileTree } from "../file-tree.ts";
import { ifPresent, orNoData } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { parseDeviceNames } from "../sysfs/device-names.ts";

interface Bond {
  readonly master: string;
  readonly slaves: number;
  readonly active: number;
}

const CLASS = "class/net";
const MASTERS = `${CLASS}/bonding_masters`;
const STATE = "bonding_slave/mii_status";

/** Link state of a device of a bond. The link to it was named slave_DEVICE before Linux 3.14. */
function linkState(sys: FileTree, master: string, slave: string): string {
  const folder = `${CLASS}/${master}/lower_${slave}`;
  sys.follow(folder);
  const state =
    ifPresent(() => sys.hot(`${folder}/${STATE}`, 0)) ?? sys.hot(`${CLASS}/${master}/slave_${slave}/${STATE}`, 0);
  return state.trim();
}

function readBond(sys: FileTree, master: string): Bond {
  sys.follow(`${CLASS}/${master}`);
  const path = `${CLASS}/${master}/bonding/slaves`;
  const slaves = parseDeviceNames(sys.hot(path, 0), path);
  let active = 0;
  for (const slave of slaves) if (linkState(sys, master, slave) === "up") active += 1;
  return { master, slaves: slaves.length, active };
}

/** Bonded network devices. One file that is missing means no data, as in node_exporter: half a count would mislead. */
export const bonding: CollectorDefinition<Host> = defineCollector({
  name: "bonding",
  help: "Devices and working devices of network bonds, from /sys/class/net/bonding_masters.",
  enabledByDefault: true,
  isSteady: true,
  read: ({ sys }: Host) =>
    orNoData(() => {
      const masters = parseDeviceNames(sys.hot(MASTERS, 0), MASTERS);
      return masters.map((master) => readBond(sys, master));
    }, "there are no network bonds, or a file of one is missing"),
  families: (family) => [
    family({
      name: "node_bonding_slaves",
      type: "gauge",
      labels: ["master"],
      help: "Devices that belong to the bond.",
      samples: (bonds, emit) => {
        for (const { master, slaves } of bonds) emit(slaves, master);
      },
    }),
    family({
      name: "node_bonding_active",
      type: "gauge",
      labels: ["master"],
      help: "Devices of the bond whose link is up.",
      samples: (bonds, emit) => {
        for (const { master, active } of bonds) emit(active, master);
      },
    }),
  ],
});
