import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What a heap keeper works with. Sizes in bytes. */
export interface HeapKeeperSettings {
  /** How far the heap may grow above what the last collection left. */
  readonly growthBytes: number;
  /** Answers between two looks at the heap. */
  readonly answersPerCheck: number;
  /** Milliseconds after which a program that nobody has asked yet collects what its start has left. */
  readonly settledAfterMs: number;
  /** Bytes of the heap that objects occupy, garbage among them. */
  readonly usedBytes: () => number;
  /** A major collection. */
  readonly collect: () => void;
}

/** Keeps garbage from piling up in the old generation. */
export interface HeapKeeper {
  /** To be called when an answer is out. A collection that is due runs on a later turn of the event loop. */
  readonly answered: () => void;
}

/**
 * V8 lets the old generation grow to several times its live size before the first major collection: 20 to 30 MB of
 * garbage beside 10 MB of objects, at its default limits, which cannot be changed once it runs. The keeper collects
 * when the heap has grown by a few MB, between two requests.
 */
export function createHeapKeeper(settings: HeapKeeperSettings): HeapKeeper {
  const { answersPerCheck, collect, growthBytes, settledAfterMs, usedBytes } = settings;
  let floor = 0;
  // The first answer is followed by a look: the start leaves the most garbage.
  let answers = answersPerCheck - 1;
  let due = false;

  const run = (): void => {
    due = false;
    clearTimeout(settled);
    collect();
    floor = usedBytes();
  };

  const settled = setTimeout(run, settledAfterMs).unref();

  return {
    answered: () => {
      answers += 1;
      if (due || answers < answersPerCheck) {
        return;
      }
      answers = 0;
      const used = usedBytes();
      // V8 may have collected by itself.
      floor = Math.min(floor, used);
      if (used - floor > growthBytes) {
        due = true;
        setImmediate(run);
      }
    },
  };
}

let exposed: (() => void) | undefined;

/** Runs V8's own collection. Its function is known to contexts made after the flag was set, so never to this one. */
function collectGarbage(): void {
  if (exposed === undefined) {
    setFlagsFromString("--expose-gc");
    exposed = runInNewContext("gc") as () => void;
  }
  exposed();
}

const usedHeapBytes = (): number => getHeapStatistics().used_heap_size;

/**
 * The heap keeper of the small runtime profile, to be made when the program is loaded.
 *
 * Measured with the node exporter's 35 collectors, 1,000 scrapes back to back, Node 20: without it 93 MB are resident.
 * Growth by 1.5, 2, 2.5 and 3 MB leaves 60.2, 60.8, 61.4 and 61.8 MB, and major collections take 0.12, 0.08, 0.07 and
 * 0.06 ms a scrape; below 1.5 MB it is the young generation's 1 MB that fills and empties, and 1.25 MB cost 0.4 ms. The
 * collection before the first scrape gains another 0.6 MB: what the first scrape makes fits in the place of the start's
 * garbage.
 */
export function createProcessHeapKeeper(): HeapKeeper {
  return createHeapKeeper({
    growthBytes: 1.5 * 1024 * 1024,
    answersPerCheck: 16,
    settledAfterMs: 100,
    usedBytes: usedHeapBytes,
    collect: collectGarbage,
  });
}
