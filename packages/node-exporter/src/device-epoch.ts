import { currentTurn } from "./kept-directories.ts";

/** How long an epoch lasts at most: some attributes of a device come without an event. */
const EPOCH_MS = 30_000;

/**
 * Makes a number that stays the same while the kernel tells of no change to any device, as far as its count of device
 * events says. The count is looked at once in a turn of the event loop; where nobody tells, each turn is an epoch of its
 * own.
 */
export function createDeviceEpoch(
  readEvents: () => number | undefined,
  nowMs: () => number = () => performance.now(),
): () => number {
  let epoch = 0;
  let checkedInTurn: number | undefined;
  let endsMs = 0;
  let events: number | undefined;
  return () => {
    const turn = currentTurn();
    if (turn === checkedInTurn) return epoch;
    checkedInTurn = turn;
    const before = events;
    events = readEvents();
    const now = nowMs();
    if (events === undefined || events !== before || now >= endsMs) {
      epoch += 1;
      endsMs = now + EPOCH_MS;
    }
    return epoch;
  };
}
