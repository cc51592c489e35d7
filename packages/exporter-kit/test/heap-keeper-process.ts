import { getHeapStatistics } from "node:v8";
import { createProcessHeapKeeper } from "../src/heap-keeper.ts";

const used = (): number => getHeapStatistics().used_heap_size;

/** Most of the heap in use above its start while answers leave garbage that has grown old before it is dropped. */
async function mostUsed(answered: () => void): Promise<number> {
  const recent: number[][] = [];
  answered();
  await new Promise((resolve) => void setImmediate(resolve));
  const start = used();
  let most = 0;
  for (let index = 0; index < 1500; index += 1) {
    recent.push(Array.from({ length: 4000 }, (_, item) => item / 3));
    // Long enough to survive two collections of the young generation.
    if (recent.length > 100) recent.shift();
    answered();
    await new Promise((resolve) => void setImmediate(resolve));
    if (index > 100) most = Math.max(most, used() - start);
  }
  return most;
}

const unkept = await mostUsed(() => {});
const { answered } = createProcessHeapKeeper();
const kept = await mostUsed(answered);
process.stdout.write(JSON.stringify({ kept, unkept }));
