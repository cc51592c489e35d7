import { hashSync } from "bcryptjs";
import { afterEach, describe, expect, it } from "vitest";
import { BcryptThread } from "../../../src/web/auth/bcrypt-thread.ts";
import { until } from "../web-harness.ts";

const settings = { maxPending: 4, timeoutMs: 20_000, idleMs: 60_000, optimizerOff: false };
const threads: BcryptThread[] = [];
function thread(changes: Partial<typeof settings> = {}): BcryptThread {
  const made = new BcryptThread({ ...settings, ...changes });
  threads.push(made);
  return made;
}
afterEach(() => {
  for (const made of threads.splice(0)) made.close();
});

describe("BcryptThread", () => {
  // Two vectors of crypt_blowfish's tests, and the dummy hash in exporter-toolkit's source.
  it.each([
    ["$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U"],
    ["$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy", ""],
    ["$2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi", "fakepassword"],
  ])("verifies %s", async (hash, password) => {
    expect(await thread().verify(hash, password)).toBe(true);
    expect(await thread().verify(hash, `${password}x`)).toBe(false);
  });

  it("takes $2y$ and $2b$, and the first 72 bytes of a password as bcrypt does", async () => {
    const hash = hashSync("p".repeat(80), 4);
    const one = thread();
    expect(hash).toMatch(/^\$2b\$04\$/u);
    expect(await one.verify(hash, "p".repeat(72))).toBe(true);
    expect(await one.verify(hash.replace("$2b$", "$2y$"), "p".repeat(90))).toBe(true);
    expect(await one.verify(hash, "p".repeat(71))).toBe(false);
  });

  it("refuses what would be one too many, and takes more once it is done", async () => {
    const one = thread();
    const hash = hashSync("x", 4);
    const pending = Array.from({ length: 4 }, () => one.verify(hash, "x"));
    expect(one.pending).toBe(4);
    expect(one.verify(hash, "x")).toBeUndefined();
    expect(await Promise.all(pending.map(async (equal) => equal))).toEqual([true, true, true, true]);
    expect(await one.verify(hash, "x")).toBe(true);
  });

  it("starts with the first verification, ends after a time without any and starts again", async () => {
    const one = thread({ idleMs: 20 });
    expect(one.started).toBe(false);
    const hash = hashSync("x", 4);
    expect(await one.verify(hash, "x")).toBe(true);
    expect(one.started).toBe(true);
    await until(() => !one.started, 15_000);
    expect(await one.verify(hash, "x")).toBe(true);
  });

  it("gives up a verification that takes too long, and goes on with the next", async () => {
    const one = thread({ timeoutMs: 4_000 });
    const slow = one.verify("$2b$20$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyzABCDE", "x");
    const next = one.verify(hashSync("x", 4), "x");
    await expect(slow).rejects.toThrow("more than 4000 ms");
    expect(await next).toBe(true);
  });

  it("rejects what is pending when it is closed", async () => {
    const one = thread();
    const pending = [one.verify(hashSync("x", 4), "x"), one.verify(hashSync("x", 4), "x")];
    const outcome = Promise.allSettled(pending.map(async (equal) => equal));
    one.close();
    expect((await outcome).map((result) => result.status)).toEqual(["rejected", "rejected"]);
    expect(one.verify(hashSync("x", 4), "x")).toBeUndefined();
    expect(one.started).toBe(false);
  });

  it("leaves the event loop free meanwhile", async () => {
    const one = thread();
    const hash = hashSync("x", 11);
    await one.verify(hashSync("x", 4), "x");
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 5);
    expect(await one.verify(hash, "x")).toBe(true);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });
});
