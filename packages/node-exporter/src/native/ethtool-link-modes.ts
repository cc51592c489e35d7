/** Bits of the link modes that ETHTOOL_GSET can tell (linux/ethtool.h, ethtool_link_mode_bit_indices below 32). */
export const AUTONEG_BIT = 6;
export const PAUSE_BIT = 13;
export const ASYM_PAUSE_BIT = 14;

/** A speed that a set of modes has, as labels have it. */
export interface LinkSpeed {
  readonly megabits: number;
  readonly duplex: string;
  /** Speed and medium, such as `1000baseT`. */
  readonly mode: string;
}

/** Kinds of port, by bit. */
const PORTS: readonly (readonly [bit: number, type: string])[] = [
  [7, "TP"],
  [8, "AUI"],
  [9, "MII"],
  [10, "FIBRE"],
  [11, "BNC"],
  [16, "Backplane"],
];

/**
 * Speeds: bit, megabits per second, duplex and medium. 2500baseX (15) is not among them, as node_exporter does not show
 * it; the kernel's bits from 32 on do not fit the call.
 */
const SPEEDS: readonly (readonly [bit: number, megabits: number, duplex: string, medium: string])[] = [
  [0, 10, "half", "T"],
  [1, 10, "full", "T"],
  [2, 100, "half", "T"],
  [3, 100, "full", "T"],
  [4, 1000, "half", "T"],
  [5, 1000, "full", "T"],
  [12, 10_000, "full", "T"],
  [17, 1000, "full", "KX"],
  [18, 10_000, "full", "KX4"],
  [19, 10_000, "full", "KR"],
  [20, 10_000, "full", "R_FEC"],
  [21, 20_000, "full", "MLD2"],
  [22, 20_000, "full", "KR2"],
  [23, 40_000, "full", "KR4"],
  [24, 40_000, "full", "CR4"],
  [25, 40_000, "full", "SR4"],
  [26, 40_000, "full", "LR4"],
  [27, 56_000, "full", "KR4"],
  [28, 56_000, "full", "CR4"],
  [29, 56_000, "full", "SR4"],
  [30, 56_000, "full", "LR4"],
  [31, 25_000, "full", "CR"],
];

/** Whether a set of modes has a bit; 1 or 0, as a sample's value. */
export const hasMode = (modes: number, bit: number): 0 | 1 => (((modes >>> bit) & 1) === 1 ? 1 : 0);

/** A host has as many different sets of modes as it has kinds of ports, some of them twice. */
const MAX_REMEMBERED = 256;

function remembered<Value>(create: (modes: number) => Value): (modes: number) => Value {
  const byModes = new Map<number, Value>();
  return (modes) => {
    let value = byModes.get(modes);
    if (value === undefined) {
      if (byModes.size >= MAX_REMEMBERED) byModes.clear();
      byModes.set(modes, (value = create(modes)));
    }
    return value;
  };
}

/** The speeds of a set of modes; the same list for the same set. */
export const speedsOf: (modes: number) => readonly LinkSpeed[] = remembered((modes) =>
  SPEEDS.filter(([bit]) => hasMode(modes, bit) === 1).map(([, megabits, duplex, medium]) => ({
    megabits,
    duplex,
    mode: `${megabits}base${medium}`,
  })),
);

/** The kinds of port of a set of modes; the same list for the same set. */
export const portsOf: (modes: number) => readonly string[] = remembered((modes) =>
  PORTS.filter(([bit]) => hasMode(modes, bit) === 1).map(([, type]) => type),
);
