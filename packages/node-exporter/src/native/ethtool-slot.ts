import {
  createDriverArgument,
  createSettingsArgument,
  createStatisticsMemory,
  type StatisticsMemory,
} from "./ethtool-structs.ts";
import { loadKoffi } from "./load-koffi.ts";

/** One command of SIOCETHTOOL: its memory, and struct ifreq, which has the device's name and that memory's address. */
export interface EthtoolCommand {
  readonly argument: Buffer;
  readonly request: Buffer;
}

/** Memory for the calls of one device at a time, used again for the next: nothing is made for a call. */
export interface EthtoolSlot {
  readonly settings: EthtoolCommand;
  readonly driver: EthtoolCommand;
  readonly names: EthtoolCommand;
  readonly counters: EthtoolCommand;
  readonly statistics: StatisticsMemory;
}

/** struct ifreq: a name, and a union that is as large on every architecture as the largest of its members. */
export const IFREQ_BYTES = 40;
/** IFNAMSIZ, with the NUL. */
export const NAME_BYTES = 16;
const POINTER_BYTES_64 = 8;

function commandOn(argument: Buffer): EthtoolCommand {
  const koffi = loadKoffi();
  const request = Buffer.allocUnsafeSlow(IFREQ_BYTES).fill(0);
  const address = koffi.address(argument);
  if (koffi.sizeof("void *") === POINTER_BYTES_64) request.writeBigUInt64LE(address, NAME_BYTES);
  else request.writeUInt32LE(Number(address), NAME_BYTES);
  return { argument, request };
}

/** A device's name as struct ifreq has it, cut where it is too long for any device. */
export function requestName(device: string): Buffer {
  const name = Buffer.alloc(NAME_BYTES);
  name.write(device, 0, NAME_BYTES - 1);
  return name;
}

/** Makes the memory for one device at a time. Throws UnsupportedError without koffi. */
export function createEthtoolSlot(): EthtoolSlot {
  const statistics = createStatisticsMemory();
  return {
    settings: commandOn(createSettingsArgument()),
    driver: commandOn(createDriverArgument()),
    names: commandOn(statistics.names),
    counters: commandOn(statistics.counters),
    statistics,
  };
}
