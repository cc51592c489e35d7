import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scrapeSides, type Side } from "../../src/compare/scrape-sides.ts";
import { parseTarget } from "../../src/target/read-page.ts";
import { TargetError } from "../../src/target/target-error.ts";
import { folderWith } from "../support/folder.ts";
import { serve } from "../support/server.ts";

const sideOf = (name: string): Side => ({
  target: parseTarget(name),
  settings: { headers: [], tls: {}, timeoutMs: 5_000, maxBytes: 1_000, accept: "text" },
});

const countingServer = async (order: string[], name: string) =>
  serve((_request, response) => {
    order.push(name);
    response.end("up 1\n");
  });

describe("scrapeSides", () => {
  it("reads both sides as often as planned, an interval apart, each the first in turn", async () => {
    const order: string[] = [];
    const [old, fresh] = [await countingServer(order, "old"), await countingServer(order, "new")];
    const pages = await scrapeSides(sideOf(old), sideOf(fresh), { scrapes: 3, intervalMs: 30 });
    expect([pages.old.length, pages.new.length, order.length]).toEqual([3, 3, 6]);
    const times = pages.old.map(({ atMs }) => atMs);
    expect((times[2] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(55);
    expect((pages.new[1]?.atMs ?? 0) <= (pages.old[1]?.atMs ?? 0)).toBe(true);
    expect((pages.old[2]?.atMs ?? 0) <= (pages.new[2]?.atMs ?? 0)).toBe(true);
  });

  it("reads files once, and does not wait when there is nothing else", async () => {
    const file = join(folderWith({ f: "up 1\n" }), "f");
    const still = await scrapeSides(sideOf(file), sideOf(file), { scrapes: 50, intervalMs: 60_000 });
    expect([still.old.length, still.new.length]).toEqual([1, 1]);
    const url = await countingServer([], "new");
    const mixed = await scrapeSides(sideOf(file), sideOf(url), { scrapes: 2, intervalMs: 1 });
    expect([mixed.old.length, mixed.new.length]).toEqual([1, 2]);
  });

  it("ends at the first page that cannot be had", async () => {
    const url = await countingServer([], "old");
    const plan = { scrapes: 2, intervalMs: 1 };
    await expect(scrapeSides(sideOf(url), sideOf("/nonexistent"), plan)).rejects.toThrow(TargetError);
  });
});
