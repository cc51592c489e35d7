import { expect, test } from "vitest";
import {
  heldThreads,
  holdThread,
  maxHeldThreads,
  releaseThread,
  threadPoolSize,
} from "../../src/filesystem/held-threads.ts";

test.each([
  [undefined, 4, 2],
  ["16", 16, 14],
  ["2", 2, 0],
  ["1", 1, 0],
  ["5000", 1024, 1022],
  ["0", 4, 2],
  ["many", 4, 2],
])("UV_THREADPOOL_SIZE %j is a pool of %i, of which %i may be held", (value, size, held) => {
  const environment = value === undefined ? {} : { UV_THREADPOOL_SIZE: value };
  expect(threadPoolSize(environment)).toBe(size);
  expect(maxHeldThreads(environment)).toBe(held);
});

test("counts held threads", () => {
  const before = heldThreads();
  holdThread();
  holdThread();
  expect(heldThreads()).toBe(before + 2);
  releaseThread();
  releaseThread();
  expect(heldThreads()).toBe(before);
});
