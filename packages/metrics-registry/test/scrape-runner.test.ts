import { afterEach, expect, test, vi } from "vitest";
import { defineCollector, type CollectorDefinition } from "../src/index.ts";
import { buildRegistry, sampleLines } from "./support/build-registry.ts";

afterEach(() => vi.restoreAllMocks());

interface Source {
  readonly starts: string[];
}

function asynchronous(name: string, work: (signal: AbortSignal) => Promise<number>): CollectorDefinition<Source> {
  return defineCollector({
    name,
    help: "Waits.",
    enabledByDefault: true,
    read: (source: Source, signal) => {
      source.starts.push(name);
      return work(signal);
    },
    families: (family) => [
      family({ name: `demo_${name}`, type: "gauge", help: "X.", samples: (value, emit) => emit(value) }),
    ],
  });
}

const never = (): Promise<number> => new Promise(() => undefined);
const onAbort = (signal: AbortSignal): Promise<number> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error));
  });

test("one that hangs is reported as timeout at the deadline; the others are served", async () => {
  const source = { starts: [] };
  const registry = buildRegistry(
    [asynchronous("hang", never), asynchronous("obeys", onAbort), asynchronous("quick", () => Promise.resolve(5))],
    source,
  );
  const startMs = performance.now();
  const lines = await sampleLines(registry, /quick|success|status/, { deadlineMs: 500 });
  const tookMs = performance.now() - startMs;
  expect(lines).toEqual([
    'demo_collector_status{collector="hang",reason="timeout"} 1',
    'demo_collector_status{collector="obeys",reason="timeout"} 1',
    'demo_collector_status{collector="quick",reason="ok"} 1',
    'demo_collector_success{collector="hang"} 0',
    'demo_collector_success{collector="obeys"} 0',
    'demo_collector_success{collector="quick"} 1',
    "demo_quick 5",
  ]);
  expect(tookMs).toBeGreaterThanOrEqual(495);
  expect(registry.status().find(({ collector }) => collector === "hang")?.message).toBe("did not end within 0.5 s");
});

test("one that ends with what it has when the signal comes is served", async () => {
  const part = (signal: AbortSignal): Promise<number> =>
    new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve(7));
    });
  const registry = buildRegistry([asynchronous("hang", never), asynchronous("part", part)], { starts: [] });
  expect(await sampleLines(registry, /demo_part|status/, { deadlineMs: 100 })).toEqual([
    'demo_collector_status{collector="hang",reason="timeout"} 1',
    'demo_collector_status{collector="part",reason="ok"} 1',
    "demo_part 7",
  ]);
});

test("a run that outlived its scrape is not started again and does not delay the next scrape", async () => {
  const source = { starts: [] as string[] };
  let release: (value: number) => void = () => undefined;
  const registry = buildRegistry([asynchronous("slow", () => new Promise((resolve) => (release = resolve)))], source);
  await registry.collect({ deadlineMs: 50 });
  const second = await registry.collect({ deadlineMs: 60_000 });
  expect(second.durationSeconds).toBeLessThan(10);
  expect(source.starts).toEqual(["slow"]);
  expect(registry.status()[0]).toMatchObject({ reason: "timeout", message: "still busy with an earlier scrape" });
  release(1);
  await Promise.resolve();
  const third = sampleLines(registry, /demo_slow/, { deadlineMs: 60_000 });
  release(2);
  expect(await third).toEqual(["demo_slow 2"]);
  expect(source.starts).toEqual(["slow", "slow"]);
});

test("a collector's own deadline ends before the scrape's", async () => {
  const registry = buildRegistry([asynchronous("hang", never)], { starts: [] }, { collectorDeadlineMs: 50 });
  const scrape = await registry.collect({ deadlineMs: 60_000 });
  expect(scrape.durationSeconds).toBeLessThan(10);
  expect(registry.status()[0]?.message).toBe("did not end within 0.05 s");
});

test("no more asynchronous collectors are under way than allowed", async () => {
  let underWay = 0;
  let most = 0;
  const counted = async (): Promise<number> => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => setImmediate(resolve));
    underWay -= 1;
    return 1;
  };
  const definitions = Array.from({ length: 10 }, (_, index) => asynchronous(`c${index}`, counted));
  const registry = buildRegistry(definitions, { starts: [] }, { concurrency: 3 });
  const scrape = await registry.collect({ deadlineMs: 10_000 });
  expect(most).toBe(3);
  expect(registry.status().map(({ reason }) => reason)).toEqual(Array.from({ length: 10 }, () => "ok"));
  expect(scrape.series).toBe(30 + 10);
});

test("long synchronous work leaves the event loop a turn, and the deadline holds between collectors", async () => {
  // The work moves the clock on instead of waiting: how busy the machine is has no part in the order of things.
  const now = performance.now.bind(performance);
  let workedMs = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now() + workedMs);
  const turns: number[] = [];
  let turn = 0;
  const busy = (name: string): CollectorDefinition<Source> =>
    defineCollector({
      name,
      help: "Computes.",
      enabledByDefault: true,
      read: (_source: Source) => {
        workedMs += 40_000;
        turns.push(turn);
        return 1;
      },
      families: () => [],
    });
  const registry = buildRegistry([busy("a"), busy("b"), busy("c")], { starts: [] });
  setImmediate(() => (turn += 1));
  await registry.collect({ deadlineMs: 60_000 });
  expect(turns).toEqual([0, 1]);
  expect(registry.status().map(({ reason }) => reason)).toEqual(["ok", "ok", "timeout"]);
});

test("a filtered scrape runs only the collectors asked for", async () => {
  const source = { starts: [] as string[] };
  const registry = buildRegistry(
    [asynchronous("one", () => Promise.resolve(1)), asynchronous("two", () => Promise.resolve(2))],
    source,
  );
  expect(await sampleLines(registry, /./, { collectors: new Set(["two"]) })).toEqual([
    'demo_collector_status{collector="two",reason="ok"} 1',
    'demo_collector_success{collector="two"} 1',
    "demo_two 2",
  ]);
  expect(source.starts).toEqual(["two"]);
});
