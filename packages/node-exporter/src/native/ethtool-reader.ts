import { maxHeldThreads } from "../filesystem/held-threads.ts";
import { createEthtoolSlot, requestName, type EthtoolSlot } from "./ethtool-slot.ts";
import { NOT_SUPPORTED, openEthtoolSocket, type EthtoolSocket } from "./ethtool-socket.ts";
import { NO_STATISTICS, selectStatistics, type SelectedStatistics, type StatisticsPlan } from "./ethtool-statistics.ts";
import {
  countersWritten,
  decodeDriver,
  decodeNames,
  decodeSettings,
  decodeStatisticsCount,
  prepareCounters,
  prepareNames,
  type DriverInfo,
  type LinkSettings,
} from "./ethtool-structs.ts";

/** What is known of one device; undefined is what its driver does not tell. */
export interface EthtoolDevice {
  readonly device: string;
  readonly settings: LinkSettings | undefined;
  readonly driver: DriverInfo | undefined;
  readonly statistics: SelectedStatistics;
}

/** Asks network devices what ethtool(8) tells of them. */
export interface EthtoolReader {
  /**
   * Answers in the order of `devices`. A device that is gone, or whose driver tells nothing, has none. Rejects with the
   * signal's reason, with SystemError where sockets are not allowed, and with UnsupportedError without koffi. It does
   * not end before its last call has, so that no call finds its memory used by another.
   */
  read(devices: readonly string[], signal: AbortSignal): Promise<readonly EthtoolDevice[]>;
}

/** What is asked once of a device and holds while it is that device. */
interface KnownDevice {
  readonly name: Buffer;
  readonly index: number | undefined;
  readonly expires: number;
  readonly driver: DriverInfo | undefined;
  readonly plan: StatisticsPlan | undefined;
  tellsSettings: boolean;
}

/** Devices asked at a time. The kernel lets one call in after the other; more only queue there. */
const MAX_LANES = 4;
/** Firmware can be changed under a running device, and its driver then says something else. */
const KEPT_MS = 240_000;
/** Devices are asked anew one after the other and not in one scrape. */
const SPREAD_MS = 60_000;

/** Makes a reader that keeps what hardly changes: drivers, and the names of statistics. */
export function createEthtoolReader(select: (statistics: readonly string[]) => StatisticsPlan): EthtoolReader {
  const slots: EthtoolSlot[] = [];
  let known = new Map<string, KnownDevice>();

  async function learn(
    socket: EthtoolSocket,
    slot: EthtoolSlot,
    device: string,
    signal: AbortSignal,
  ): Promise<KnownDevice> {
    const name = requestName(device);
    const error = await socket.call(name, slot.driver, signal);
    const driver = error === 0 ? decodeDriver(slot.driver.argument) : undefined;
    const count = error === 0 ? decodeStatisticsCount(slot.driver.argument) : 0;
    let plan: StatisticsPlan | undefined;
    if (count > 0) {
      prepareNames(slot.statistics, count);
      if ((await socket.call(name, slot.names, signal)) === 0) plan = select(decodeNames(slot.statistics));
    }
    const isKnown = error === 0 || error === NOT_SUPPORTED;
    const expires = isKnown ? performance.now() + KEPT_MS + Math.random() * SPREAD_MS : 0;
    return { name, index: isKnown ? socket.indexOf(name) : undefined, expires, driver, plan, tellsSettings: true };
  }

  /** What is known, while it is of this device. One of the same name that is another has another index. */
  function recall(socket: EthtoolSocket, device: string): KnownDevice | undefined {
    const kept = known.get(device);
    if (kept === undefined || kept.expires < performance.now()) return undefined;
    return socket.indexOf(kept.name) === kept.index ? kept : undefined;
  }

  async function readCounters(
    socket: EthtoolSocket,
    slot: EthtoolSlot,
    { name, plan }: KnownDevice,
    signal: AbortSignal,
  ): Promise<SelectedStatistics | "changed"> {
    if (plan === undefined) return NO_STATISTICS;
    prepareCounters(slot.statistics, plan.count);
    if ((await socket.call(name, slot.counters, signal)) !== 0) return NO_STATISTICS;
    if (countersWritten(slot.statistics) !== plan.count) return "changed";
    return selectStatistics(plan, slot.statistics.halves);
  }

  async function ask(
    socket: EthtoolSocket,
    slot: EthtoolSlot,
    device: string,
    signal: AbortSignal,
  ): Promise<readonly [EthtoolDevice, KnownDevice]> {
    let facts = recall(socket, device) ?? (await learn(socket, slot, device, signal));
    let statistics = await readCounters(socket, slot, facts, signal);
    if (statistics === "changed") {
      facts = await learn(socket, slot, device, signal);
      statistics = await readCounters(socket, slot, facts, signal);
    }
    let settings: LinkSettings | undefined;
    if (facts.tellsSettings) {
      const error = await socket.call(facts.name, slot.settings, signal);
      if (error === 0) settings = decodeSettings(slot.settings.argument);
      else if (error === NOT_SUPPORTED) facts.tellsSettings = false;
    }
    const answer = { device, settings, driver: facts.driver };
    // Names and counters that do not fit each other twice are of a device that is being changed.
    return [{ ...answer, statistics: statistics === "changed" ? NO_STATISTICS : statistics }, facts];
  }

  async function readAll(socket: EthtoolSocket, devices: readonly string[], signal: AbortSignal) {
    const rows: EthtoolDevice[] = Array.from({ length: devices.length });
    const facts = new Map<string, KnownDevice>();
    let next = 0;
    let failure: unknown;
    let hasFailed = false;

    async function takeTurns(slot: EthtoolSlot): Promise<void> {
      while (next < devices.length && !hasFailed) {
        const at = next;
        next += 1;
        try {
          signal.throwIfAborted();
          const [row, found] = await ask(socket, slot, devices[at] as string, signal);
          rows[at] = row;
          if (found.expires > 0) facts.set(row.device, found);
        } catch (error) {
          hasFailed = true;
          failure = error;
        }
      }
    }

    // One thread is left to others where the pool is small.
    const lanes = Math.min(MAX_LANES, devices.length, Math.max(1, maxHeldThreads(process.env) - 1));
    while (slots.length < lanes) slots.push(createEthtoolSlot());
    await Promise.all(slots.slice(0, lanes).map(takeTurns));
    if (hasFailed) {
      for (const [device, found] of facts) known.set(device, found);
      throw failure;
    }
    known = facts;
    return rows;
  }

  return {
    read: async (devices, signal) => {
      const socket = openEthtoolSocket();
      try {
        return await readAll(socket, devices, signal);
      } finally {
        socket.close();
      }
    },
  };
}
