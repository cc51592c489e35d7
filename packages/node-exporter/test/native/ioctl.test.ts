import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { UnsupportedError } from "@sightglass/metrics-registry";
import { expect, onTestFinished, test } from "vitest";
import { heldThreads, holdThread, maxHeldThreads, releaseThread } from "../../src/filesystem/held-threads.ts";
import { ioctl } from "../../src/native/ioctl.ts";
import { SystemError } from "../../src/native/system-error.ts";
import { isKoffiInstalled } from "../support/is-koffi-installed.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

/** asm-generic/ioctls.h: bytes that are left to read, and the settings of a terminal. */
const FIONREAD = 0x54_1b;
const TCGETS = 0x54_01;

const signal = new AbortController().signal;

const hasKoffi = isKoffiInstalled();

function openFile(content: string): number {
  const descriptor = openSync(join(temporaryTree({ file: content }), "file"), "r");
  onTestFinished(() => closeSync(descriptor));
  return descriptor;
}

/** What a call gives where koffi is installed; elsewhere it must be refused. */
async function orUnsupported(call: Promise<unknown>, check: (call: Promise<unknown>) => Promise<void>): Promise<void> {
  await (hasKoffi ? check(call) : expect(call).rejects.toThrow(UnsupportedError));
}

test("the kernel writes into the argument", async () => {
  const argument = Buffer.alloc(4);
  await orUnsupported(ioctl(openFile("12345"), FIONREAD, argument, signal), async (call) => {
    expect(await call).toBe(0);
    expect(argument.readInt32LE()).toBe(5);
  });
});

test("a call that fails rejects with its own error, however many are under way", async () => {
  const descriptor = openFile("");
  const calls = [
    ioctl(descriptor, TCGETS, Buffer.alloc(256), signal),
    ioctl(9999, TCGETS, Buffer.alloc(256), signal),
    ioctl(descriptor, TCGETS, Buffer.alloc(256), signal),
  ];
  const outcomes = await Promise.allSettled(calls);
  const reasons = outcomes.map((outcome) => (outcome.status === "rejected" ? outcome.reason : undefined));
  if (hasKoffi) {
    expect(reasons.map((reason) => reason instanceof SystemError && reason.code)).toEqual([
      "ENOTTY",
      "EBADF",
      "ENOTTY",
    ]);
  } else expect(reasons.every((reason) => reason instanceof UnsupportedError)).toBe(true);
  expect(heldThreads()).toBe(0);
});

test("no more threads are held than may be: a call waits for one, and no longer than its signal", async () => {
  const limit = maxHeldThreads(process.env);
  expect(limit).toBeGreaterThan(0);
  for (let at = 0; at < limit; at += 1) holdThread();
  const descriptor = openFile("123");
  const argument = Buffer.alloc(4);
  let ended = false;
  const waiting = ioctl(descriptor, FIONREAD, argument, signal).finally(() => (ended = true));
  await orUnsupported(ioctl(descriptor, FIONREAD, Buffer.alloc(4), AbortSignal.timeout(50)), (call) =>
    expect(call).rejects.toThrow(/aborted due to timeout/),
  );
  expect(ended).toBe(!hasKoffi);
  for (let at = 0; at < limit; at += 1) releaseThread();
  await orUnsupported(waiting, async (call) => {
    await call;
    expect(argument.readInt32LE()).toBe(3);
  });
  expect(heldThreads()).toBe(0);
});
