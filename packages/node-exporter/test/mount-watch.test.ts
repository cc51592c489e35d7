import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchMounts } from "../src/mount-watch.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a change of the mounts is told once, within the interval, until the watch ends", () => {
  const folder = mkdtempSync(join(tmpdir(), "mounts-"));
  const path = join(folder, "mountinfo");
  writeFileSync(path, "22 27 0:21 / /proc rw - proc proc rw\n");
  let changes = 0;
  const end = watchMounts(path, 10_000, () => (changes += 1));
  vi.advanceTimersByTime(30_000);
  expect(changes).toBe(0);
  writeFileSync(path, "22 27 0:21 / /proc rw - proc proc rw\n90 22 0:30 / /proc/loadavg rw - fuse lxcfs rw\n");
  vi.advanceTimersByTime(9_999);
  expect(changes).toBe(0);
  vi.advanceTimersByTime(20_001);
  expect(changes).toBe(1);
  rmSync(path);
  vi.advanceTimersByTime(10_000);
  expect(changes).toBe(2);
  end();
  writeFileSync(path, "");
  vi.advanceTimersByTime(60_000);
  expect(changes).toBe(2);
  rmSync(folder, { recursive: true });
});
