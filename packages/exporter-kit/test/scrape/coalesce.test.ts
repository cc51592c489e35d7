import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createCoalescer, ScrapeTimeoutError, type SharedScrape } from "../../src/scrape/coalesce.ts";
import { createFakeRegistry, type FakeRegistry } from "./fake-registry.ts";

let registry: FakeRegistry;

beforeEach(() => {
  vi.useFakeTimers();
  registry = createFakeRegistry();
});
afterEach(() => {
  vi.useRealTimers();
});

const collect = (deadlineMs: number) => registry.collect({ deadlineMs });

describe("createCoalescer", () => {
  test("requests for one key share the collection that runs, and its bodies", async () => {
    const coalescer = createCoalescer();
    const results = Array.from({ length: 20 }, () => coalescer.run("*", 1000, collect));
    await vi.advanceTimersByTimeAsync(1);
    expect(registry.requests).toEqual([{ deadlineMs: 1000 }]);
    registry.finish();
    const shared = await Promise.all(results);
    const make = vi.fn(() => ({ bytes: Buffer.from("page"), encoding: undefined }));
    const bodies = await Promise.all(shared.map((one) => one.body("text", make)));
    expect(make).toHaveBeenCalledTimes(1);
    expect(new Set(bodies).size).toBe(1);
    await shared[0]?.body("gzip", make);
    expect(make).toHaveBeenCalledTimes(2);
  });

  test("requests of one turn of the event loop share even a collection that is over at once", async () => {
    registry = createFakeRegistry({ instant: true });
    const coalescer = createCoalescer();
    const results: Promise<SharedScrape>[] = [];
    for (let request = 0; request < 3; request += 1) {
      results.push(coalescer.run("*", 1000, collect));
      // As between two sockets' callbacks: what the first one started by microtasks is done when the next one comes.
      for (let hop = 0; hop < 50; hop += 1) await Promise.resolve();
    }
    await vi.advanceTimersByTimeAsync(1);
    expect(new Set(await Promise.all(results)).size).toBe(1);
    expect(registry.requests).toHaveLength(1);
    const later = coalescer.run("*", 1000, collect);
    await vi.advanceTimersByTimeAsync(1);
    await later;
    expect(registry.requests).toHaveLength(2);
  });

  test("different keys and finished collections are not shared", async () => {
    const coalescer = createCoalescer();
    const first = coalescer.run("*", 1000, collect);
    const filtered = coalescer.run("=cpu", 1000, collect);
    await vi.advanceTimersByTimeAsync(1);
    expect(coalescer.running).toBe(2);
    registry.finish();
    registry.finish();
    const earlier = await first;
    await filtered;
    expect(coalescer.running).toBe(0);
    const second = coalescer.run("*", 1000, collect);
    await vi.advanceTimersByTimeAsync(1);
    registry.finish();
    expect(await second).not.toBe(earlier);
    expect(registry.requests).toHaveLength(3);
  });

  test("one who joins with less time gives up at its own deadline, and the others get their answer", async () => {
    const coalescer = createCoalescer();
    const patient = coalescer.run("*", 10_000, collect);
    const hasty = coalescer.run("*", 200, collect);
    const refused = expect(hasty).rejects.toBeInstanceOf(ScrapeTimeoutError);
    await vi.advanceTimersByTimeAsync(200);
    await refused;
    await vi.advanceTimersByTimeAsync(5000);
    registry.finish();
    expect((await patient).scrape.series).toBe(1);
    expect(registry.requests).toHaveLength(1);
  });

  test("one who joins with less time is answered when the collection ends before", async () => {
    const coalescer = createCoalescer();
    const patient = coalescer.run("*", 10_000, collect);
    const hasty = coalescer.run("*", 200, collect);
    await vi.advanceTimersByTimeAsync(100);
    registry.finish();
    expect(await hasty).toBe(await patient);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("a collection that never ends does not capture later requests", async () => {
    const coalescer = createCoalescer();
    const stuck = coalescer.run("*", 1000, () => new Promise(() => {}));
    const refused = expect(stuck).rejects.toBeInstanceOf(ScrapeTimeoutError);
    await vi.advanceTimersByTimeAsync(2000);
    await refused;
    expect(coalescer.running).toBe(0);
    const next = coalescer.run("*", 1000, collect);
    await vi.advanceTimersByTimeAsync(1);
    registry.finish();
    expect((await next).scrape.series).toBe(1);
  });

  test("a failed collection fails all who wait for it, and a failed body all who want it", async () => {
    const coalescer = createCoalescer();
    const results = [coalescer.run("*", 1000, collect), coalescer.run("*", 1000, collect)];
    const refused = results.map((result) => expect(result).rejects.toThrow("broken"));
    await vi.advanceTimersByTimeAsync(1);
    registry.fail(new Error("broken"));
    await Promise.all(refused);
    const thrown = coalescer.run("*", 1000, () => {
      throw new Error("thrown at once");
    });
    await expect(thrown).rejects.toThrow("thrown at once");
    expect(coalescer.running).toBe(0);
  });
});
