import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { createHeapKeeper } from "../src/heap-keeper.ts";

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

function keeper(start: number, settledAfterMs = 60_000) {
  const heap = { used: start, live: start, collections: 0, looks: 0 };
  const { answered } = createHeapKeeper({
    growthBytes: 100,
    answersPerCheck: 4,
    settledAfterMs,
    usedBytes: () => {
      heap.looks += 1;
      return heap.used;
    },
    collect: () => {
      heap.collections += 1;
      heap.used = heap.live;
    },
  });
  return { heap, answered };
}

describe("createHeapKeeper", () => {
  it("collects after the first answer, on a later turn", async () => {
    const { heap, answered } = keeper(1000);
    answered();
    expect(heap.collections).toBe(0);
    await nextTurn();
    expect(heap.collections).toBe(1);
  });

  it("collects what the start left when nobody asks, and once", async () => {
    const { heap, answered } = keeper(1000, 1);
    await vi.waitFor(() => expect(heap.collections).toBe(1));
    for (let index = 0; index < 10; index += 1) answered();
    await nextTurn();
    expect(heap.collections).toBe(1);
  });

  it("keeps the heap within its bound and what answers between two looks add", async () => {
    const { heap, answered } = keeper(1000);
    let most = 0;
    for (let index = 0; index < 1000; index += 1) {
      heap.used += 10;
      answered();
      await nextTurn();
      if (index > 0) most = Math.max(most, heap.used);
    }
    expect(most).toBeLessThanOrEqual(1000 + 100 + 4 * 10);
    // One for the start, and one for each 12 answers: the third look finds more than 100 bytes.
    expect(heap.collections).toBe(1 + Math.floor(999 / 12));
    expect(heap.looks).toBeLessThan(1000 / 4 + 2 * heap.collections);
  });

  it("does nothing while V8 keeps the heap small by itself", async () => {
    const { heap, answered } = keeper(1000);
    answered();
    await nextTurn();
    for (let index = 0; index < 100; index += 1) {
      heap.used = 1000 + (index % 10) * 10;
      answered();
      await nextTurn();
    }
    expect(heap.collections).toBe(1);
  });

  it("follows a heap that really grows, without collecting all the time", async () => {
    const { heap, answered } = keeper(1000);
    answered();
    await nextTurn();
    heap.live = heap.used = 5000;
    for (let index = 0; index < 100; index += 1) {
      answered();
      await nextTurn();
    }
    expect(heap.collections).toBe(2);
  });
});

describe("createProcessHeapKeeper", () => {
  it("bounds V8's own heap while garbage grows old", () => {
    const script = join(import.meta.dirname, "heap-keeper-process.ts");
    const flags = ["--single-threaded-gc", "--conditions=source", "--import", "tsx", script];
    const { status, stdout, stderr } = spawnSync(process.execPath, flags, { encoding: "utf8", timeout: 60_000 });
    expect([status, stderr]).toEqual([0, ""]);
    const { kept, unkept } = JSON.parse(stdout) as { readonly kept: number; readonly unkept: number };
    // 1.5 MB, the young generation, and what 16 answers add.
    expect(kept).toBeLessThan(12 * 1024 * 1024);
    expect(unkept).toBeGreaterThan(kept);
  });
});
