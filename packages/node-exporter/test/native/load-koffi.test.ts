import Module from "node:module";
import { afterEach, expect, test, vi } from "vitest";
import { netclass } from "../../src/collectors/netclass.ts";
import { networkRoute } from "../../src/collectors/network-route.ts";
import { qdisc } from "../../src/collectors/qdisc.ts";
import { timex } from "../../src/collectors/timex.ts";
import { wifi } from "../../src/collectors/wifi.ts";
import type { Kernel } from "../../src/native/kernel.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

interface Resolver {
  _resolveFilename(request: string, ...rest: readonly unknown[]): string;
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.resetModules();
});

/** The kernel of a system on which koffi is not installed, and how often it was looked for. */
async function withoutKoffi(): Promise<{ readonly kernel: Kernel; readonly lookups: () => number }> {
  const resolver = Module as unknown as Resolver;
  const original = resolver._resolveFilename.bind(resolver);
  let lookups = 0;
  vi.spyOn(resolver, "_resolveFilename").mockImplementation((request, ...rest) => {
    if (request !== "koffi") return original(request, ...rest);
    lookups += 1;
    throw new Error("Cannot find module 'koffi'\nRequire stack:");
  });
  vi.resetModules();
  const { runningKernel } = await import("../../src/native/kernel.ts");
  return { kernel: runningKernel, lookups: () => lookups };
}

test("without koffi every collector that needs it is unsupported, with the reason; it is looked for once", async () => {
  const { kernel, lookups } = await withoutKoffi();
  const host = { ...fixtureHost(temporaryTree({})), kernel };
  for (const definition of [timex, qdisc, networkRoute, wifi, netclass, timex]) {
    const failure = collectOnce(definition, definition === netclass ? { netlink: true } : {}, host);
    await expect(failure).rejects.toMatchObject({ name: "UnsupportedError" });
    await expect(failure).rejects.toThrow(
      "system calls need the optional package koffi, which cannot be loaded: Cannot find module 'koffi'",
    );
  }
  expect(lookups()).toBe(1);
});
