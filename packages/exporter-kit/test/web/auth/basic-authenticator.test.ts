import { hashSync } from "bcryptjs";
import { describe, expect, it } from "vitest";
import { BasicAuthenticator } from "../../../src/web/auth/basic-authenticator.ts";
import { basic } from "../web-harness.ts";

interface Call {
  readonly hash: string;
  readonly password: string;
  readonly answer: (equal: boolean) => void;
  readonly fail: () => void;
}

/** A verifier whose answers the test gives. */
class ManualVerifier {
  readonly calls: Call[] = [];
  full = false;

  verify(hash: string, password: string): Promise<boolean> | undefined {
    if (this.full) return undefined;
    return new Promise((resolve, reject) => {
      this.calls.push({ hash, password, answer: resolve, fail: () => reject(new Error("broken")) });
    });
  }
}

const alice = hashSync("secret", 4);
const bob = hashSync("other", 5);
const users = new Map([
  ["alice", alice],
  ["bob", bob],
]);

describe("BasicAuthenticator", () => {
  it("accepts by the verifier's word and remembers it", async () => {
    const verifier = new ManualVerifier();
    const authenticator = new BasicAuthenticator(verifier, users);
    const first = authenticator.check(basic("alice", "secret"));
    expect(verifier.calls[0]).toMatchObject({ hash: alice, password: "secret" });
    verifier.calls[0]!.answer(true);
    expect(await first).toBe("accepted");
    expect(authenticator.check(basic("alice", "secret"))).toBe("accepted");
    expect(verifier.calls).toHaveLength(1);
  });

  it("refuses and remembers that", async () => {
    const verifier = new ManualVerifier();
    const authenticator = new BasicAuthenticator(verifier, users);
    const first = authenticator.check(basic("alice", "wrong"));
    verifier.calls[0]!.answer(false);
    expect(await first).toBe("refused");
    expect(authenticator.check(basic("alice", "wrong"))).toBe("refused");
  });

  it("spends a configured cost on an unknown name, always the same, and never accepts it", async () => {
    const verifier = new ManualVerifier();
    const authenticator = new BasicAuthenticator(verifier, users);
    const costs = new Set<string>();
    for (let index = 0; index < 64; index += 1) {
      const verdict = authenticator.check(basic(`nobody${index}`, "x"));
      const call = verifier.calls.at(-1)!;
      costs.add(call.hash.slice(0, 7));
      call.answer(true);
      expect(await verdict).toBe("refused");
      const again = authenticator.check(basic(`nobody${index}`, "y"));
      expect(verifier.calls.at(-1)!.hash).toBe(call.hash);
      verifier.calls.at(-1)!.answer(false);
      await again;
    }
    expect([...costs].toSorted()).toEqual(["$2b$04$", "$2b$05$"]);
  });

  it("shares one verification among identical requests", async () => {
    const verifier = new ManualVerifier();
    const authenticator = new BasicAuthenticator(verifier, users);
    const both = [authenticator.check(basic("bob", "other")), authenticator.check(basic("bob", "other"))];
    expect(verifier.calls).toHaveLength(1);
    verifier.calls[0]!.answer(true);
    expect(await Promise.all(both.map(async (verdict) => verdict))).toEqual(["accepted", "accepted"]);
  });

  it("is busy when the verifier is, or fails, and remembers neither", async () => {
    const verifier = new ManualVerifier();
    const authenticator = new BasicAuthenticator(verifier, users);
    verifier.full = true;
    expect(authenticator.check(basic("alice", "secret"))).toBe("busy");
    verifier.full = false;
    const failing = authenticator.check(basic("alice", "secret"));
    verifier.calls[0]!.fail();
    expect(await failing).toBe("busy");
    expect(authenticator.remembered).toBe(0);
  });

  it("forgets a password whose hash was replaced, also while it is being verified", async () => {
    const verifier = new ManualVerifier();
    const authenticator = new BasicAuthenticator(verifier, users);
    const known = authenticator.check(basic("alice", "secret"));
    verifier.calls[0]!.answer(true);
    await known;
    const late = authenticator.check(basic("bob", "other"));
    authenticator.setUsers(new Map([["alice", hashSync("changed", 4)]]));
    verifier.calls[1]!.answer(true);
    expect(await late).toBe("refused");
    const again = authenticator.check(basic("alice", "secret"));
    verifier.calls[2]!.answer(false);
    expect(await again).toBe("refused");
  });

  it("keys results by the lengths of their parts: no split of one text passes for another (CVE-2022-46146)", async () => {
    const verifier = new ManualVerifier();
    const hash = alice;
    const authenticator = new BasicAuthenticator(
      verifier,
      new Map([
        ["ab", hash],
        ["a", hash],
        [`a:${hash}`, hash],
      ]),
    );
    const accepted = authenticator.check(basic("ab", "c"));
    verifier.calls[0]!.answer(true);
    expect(await accepted).toBe("accepted");
    const others = [
      ["a", "bc"],
      ["a", `b:${hash}:c`],
      ["abc", ""],
      ["ab", `c:`],
      ["", `ab${hash}c`],
    ] as const;
    for (const [user, password] of others) {
      const before = verifier.calls.length;
      const verdict = authenticator.check(basic(user, password));
      expect(verifier.calls.length).toBe(before + 1);
      verifier.calls.at(-1)!.answer(false);
      expect(await verdict).toBe("refused");
    }
  });

  it("bounds what it remembers, and a flood of wrong passwords leaves the accepted ones", async () => {
    const verifier = new ManualVerifier();
    const authenticator = new BasicAuthenticator(verifier, users);
    const first = authenticator.check(basic("alice", "secret"));
    verifier.calls[0]!.answer(true);
    await first;
    for (let index = 0; index < 3_000; index += 1) {
      const verdict = authenticator.check(basic("alice", `wrong${index}`));
      verifier.calls.at(-1)!.answer(false);
      await verdict;
    }
    expect(authenticator.remembered).toBe(1 + 1_024);
    expect(authenticator.check(basic("alice", "secret"))).toBe("accepted");
  });

  it("takes names that mean something to JavaScript objects", async () => {
    const verifier = new ManualVerifier();
    const authenticator = new BasicAuthenticator(verifier, users);
    for (const name of ["__proto__", "constructor", "toString"]) {
      const verdict = authenticator.check(basic(name, "x"));
      verifier.calls.at(-1)!.answer(true);
      expect(await verdict).toBe("refused");
    }
  });

  it("refuses everything when it has no users", () => {
    expect(new BasicAuthenticator(new ManualVerifier(), new Map()).check(basic("a", "b"))).toBe("refused");
  });
});
