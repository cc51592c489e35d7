import { statfsSync, type StatsFs } from "node:fs";
import { expect, test } from "vitest";
import { heldThreads } from "../../src/filesystem/held-threads.ts";
import {
  createMountProber,
  type MountProber,
  type ProbeResult,
  type StatfsCall,
} from "../../src/filesystem/mount-prober.ts";

const STATS = statfsSync("/");
const TIMEOUT_MS = 40;

/** A statfs whose calls come back when the test says so; no file system can be made to hang in a unit test. */
function controlledStatfs() {
  const pending = new Map<string, (error: NodeJS.ErrnoException | null, stats: StatsFs) => void>();
  const calls: string[] = [];
  const call: StatfsCall = (path, done) => {
    calls.push(path);
    pending.set(path, done);
  };
  const answer = (path: string, error: NodeJS.ErrnoException | null = null): void => {
    const done = pending.get(path);
    pending.delete(path);
    done?.(error, STATS);
  };
  return { call, calls, answer, answerAll: () => [...pending.keys()].forEach((path) => answer(path)) };
}

const probe = async (prober: MountProber, paths: readonly string[]): Promise<Record<string, string>> => {
  const results: ReadonlyMap<string, ProbeResult> = await prober.probe(paths, new AbortController().signal);
  return Object.fromEntries([...results].map(([path, { kind }]) => [path, kind]));
};

test("asks the real system by default", async () => {
  const prober = createMountProber({ timeoutMs: 5000, maxHeld: 2 });
  const results = await prober.probe(["/", "/nonexistent/path"], new AbortController().signal);
  expect(results.get("/")).toMatchObject({ kind: "ok", stats: { type: STATS.type, bsize: STATS.bsize } });
  expect(results.get("/nonexistent/path")).toMatchObject({ kind: "error", error: { code: "ENOENT" } });
  expect(heldThreads()).toBe(0);
});

test("healthy mounts beyond the bound wait their turn, and never more are asked at a time", async () => {
  let most = 0;
  const call: StatfsCall = (_path, done) => {
    most = Math.max(most, heldThreads());
    setImmediate(() => done(null, STATS));
  };
  const prober = createMountProber({ timeoutMs: 5000, maxHeld: 2, call });
  const paths = Array.from({ length: 20 }, (_unused, index) => `/m${index}`);
  expect(Object.values(await probe(prober, paths))).toEqual(paths.map(() => "ok"));
  expect(most).toBe(2);
});

test("a mount that hangs times out, is left alone until it returns, and is asked again then", async () => {
  const { call, calls, answer } = controlledStatfs();
  const prober = createMountProber({ timeoutMs: TIMEOUT_MS, maxHeld: 2, call });
  expect(await probe(prober, ["/hung"])).toEqual({ "/hung": "timeout" });
  const again = prober.probe(["/hung"], new AbortController().signal);
  expect(again).not.toBeInstanceOf(Promise);
  expect(calls).toEqual(["/hung"]);
  expect(heldThreads()).toBe(1);
  answer("/hung");
  expect(heldThreads()).toBe(0);
  const recovered = probe(prober, ["/hung"]);
  answer("/hung");
  expect(await recovered).toEqual({ "/hung": "ok" });
  expect(calls).toEqual(["/hung", "/hung"]);
});

test("while hung mounts hold all threads, the others are skipped at once", async () => {
  const { call, calls, answer, answerAll } = controlledStatfs();
  const prober = createMountProber({ timeoutMs: TIMEOUT_MS, maxHeld: 2, call });
  expect(await probe(prober, ["/a", "/b", "/c"])).toEqual({ "/a": "timeout", "/b": "timeout", "/c": "skipped" });
  const later = prober.probe(["/a", "/b", "/c"], new AbortController().signal);
  expect(later).not.toBeInstanceOf(Promise);
  expect(calls).toEqual(["/a", "/b"]);
  answer("/a");
  const next = probe(prober, ["/b", "/c"]);
  answer("/c");
  expect(await next).toEqual({ "/b": "timeout", "/c": "ok" });
  answerAll();
  expect(heldThreads()).toBe(0);
});

test("a hung mount does not keep healthy ones from their result", async () => {
  const { call, answer, answerAll } = controlledStatfs();
  const prober = createMountProber({ timeoutMs: TIMEOUT_MS, maxHeld: 2, call });
  const round = probe(prober, ["/hung", "/a", "/b"]);
  answer("/a");
  answer("/b");
  expect(await round).toEqual({ "/hung": "timeout", "/a": "ok", "/b": "ok" });
  answerAll();
});

test("errors are results", async () => {
  const { call, answer } = controlledStatfs();
  const prober = createMountProber({ timeoutMs: 5000, maxHeld: 2, call });
  const round = prober.probe(["/stale"], new AbortController().signal);
  const error = Object.assign(new Error("stale"), { code: "ESTALE", errno: -116 });
  answer("/stale", error);
  expect((await round).get("/stale")).toEqual({ kind: "error", error });
});

test("rounds at the same time share the calls", async () => {
  const { call, calls, answer } = controlledStatfs();
  const prober = createMountProber({ timeoutMs: 5000, maxHeld: 1, call });
  const first = probe(prober, ["/a", "/b"]);
  const second = probe(prober, ["/b", "/a"]);
  answer("/a");
  answer("/b");
  expect(await Promise.all([first, second])).toEqual([
    { "/a": "ok", "/b": "ok" },
    { "/a": "ok", "/b": "ok" },
  ]);
  expect(calls).toEqual(["/a", "/b"]);
});

test("an aborted round gives what it has; its call goes on and the next round joins it", async () => {
  const { call, calls, answer } = controlledStatfs();
  const prober = createMountProber({ timeoutMs: 5000, maxHeld: 2, call });
  const controller = new AbortController();
  const round = prober.probe(["/a", "/b", "/c"], controller.signal);
  answer("/b");
  controller.abort(new Error("scrape deadline"));
  expect([...(await round)].map(([path, { kind }]) => [path, kind])).toEqual([
    ["/b", "ok"],
    ["/a", "timeout"],
    ["/c", "timeout"],
  ]);
  const next = probe(prober, ["/a"]);
  answer("/a");
  expect(await next).toEqual({ "/a": "ok" });
  expect(calls).toEqual(["/a", "/b", "/c"]);
  answer("/c");
  expect(heldThreads()).toBe(0);
  expect(() => prober.probe(["/a"], controller.signal)).toThrow("scrape deadline");
});

test("some threads are kept for mounts that answered, so that they are asked however many hang", async () => {
  const { call, answer, answerAll } = controlledStatfs();
  const prober = createMountProber({ timeoutMs: TIMEOUT_MS, maxHeld: 8, call });
  const hung = Array.from({ length: 20 }, (_unused, index) => `/hung${index}`);
  const healthy = ["/a", "/b", "/c"];
  const first = probe(prober, healthy);
  for (const path of healthy) answer(path);
  await first;
  for (let scrape = 0; scrape < 3; scrape += 1) {
    const round = probe(prober, [...hung, ...healthy]);
    // Two threads are kept free: the third follows when one of the others has answered.
    for (const path of healthy) answer(path);
    const startedAt = performance.now();
    const results = await round;
    // The first round waits for those that it asks, later ones for none.
    if (scrape > 0) expect(performance.now() - startedAt).toBeLessThan(TIMEOUT_MS);
    expect(healthy.map((path) => results[path])).toEqual(["ok", "ok", "ok"]);
    expect(Object.values(results).filter((kind) => kind === "timeout")).toHaveLength(6);
    expect(Object.values(results).filter((kind) => kind === "skipped")).toHaveLength(14);
    expect(heldThreads()).toBe(6);
  }
  answerAll();
  expect(heldThreads()).toBe(0);
});

test("a mount that hung is asked anew like the others once it has come back", async () => {
  const { call, answer, answerAll } = controlledStatfs();
  const prober = createMountProber({ timeoutMs: TIMEOUT_MS, maxHeld: 4, call });
  expect(await probe(prober, ["/hung"])).toEqual({ "/hung": "timeout" });
  answer("/hung");
  const others = ["/1", "/2", "/3", "/4", "/5"];
  const round = probe(prober, [...others, "/hung"]);
  answer("/hung");
  expect((await round)["/hung"]).toBe("ok");
  answerAll();
});

test("a pool too small to hold a thread of leaves risky mounts unasked", () => {
  const { call, calls } = controlledStatfs();
  const prober = createMountProber({ timeoutMs: 5000, maxHeld: 0, call });
  const results = prober.probe(["/a"], new AbortController().signal) as ReadonlyMap<string, ProbeResult>;
  expect([...results]).toEqual([["/a", { kind: "skipped" }]]);
  expect(calls).toEqual([]);
});

test("a path that cannot be asked for is an error of its own, and holds no thread", async () => {
  const prober = createMountProber({ timeoutMs: 5000, maxHeld: 1 });
  for (let round = 0; round < 2; round += 1) {
    expect(await probe(prober, ["/a\0b", "/"])).toEqual({ "/a\0b": "error", "/": "ok" });
    expect(heldThreads()).toBe(0);
  }
});
