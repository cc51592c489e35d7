import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { FileTree } from "../file-tree.ts";
import { ifPresent, orNoData } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { splitWords } from "../sysfs/words.ts";

interface Bond {
  readonly master: string;
  readonly slaves: number;
  readonly active: number;
}

const CLASS = "class/net";
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
  const slaves = splitWords(sys.hot(`${CLASS}/${master}/bonding/slaves`, 0));
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
      const masters = splitWords(sys.hot(`${CLASS}/bonding_masters`, 0));
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
