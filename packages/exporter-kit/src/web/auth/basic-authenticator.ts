import { createHmac, randomBytes } from "node:crypto";
import { bcryptCost } from "./bcrypt-hash.ts";
import { parseBasicCredentials } from "./basic-credentials.ts";
import type { BasicCredentials } from "./basic-credentials.ts";
import { BoundedKeySet } from "./bounded-key-set.ts";

/** `accepted` lets the request in, `refused` is 401, `busy` is 503: the password could not be looked at now. */
export type AuthVerdict = "accepted" | "refused" | "busy";

/** What verifies a password: a `BcryptThread`. Undefined means too many are pending. */
export interface PasswordVerifier {
  verify(hash: string, password: string): Promise<boolean> | undefined;
}

const acceptedBound = 256;
const refusedBound = 1024;
const bcryptAlphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/**
 * Basic authentication against bcrypt hashes by user name.
 *
 * - A name that is not configured is verified against a made-up hash whose cost is that of a configured one (always the
 *   same for a name), so that the time of an answer does not tell which names exist.
 * - Results are remembered under an HMAC-SHA256, with a key made at start, of name, hash and password, each preceded by
 *   its length: no two triples share a key by their concatenation (exporter-toolkit's CVE-2022-46146), and the memory
 *   holds no password. Accepted and refused results have bounds of their own, so a flood of wrong passwords neither
 *   grows the memory nor pushes out a client that is let in.
 * - Identical credentials that are being verified share one verification; the number of pending ones is the verifier's.
 */
export class BasicAuthenticator {
  readonly #verifier: PasswordVerifier;
  readonly #key = randomBytes(32);
  readonly #accepted = new BoundedKeySet(acceptedBound);
  readonly #refused = new BoundedKeySet(refusedBound);
  readonly #pending = new Map<string, Promise<AuthVerdict>>();
  readonly #decoys = new Map<number, string>();
  #users: ReadonlyMap<string, string> = new Map();
  #costs: readonly number[] = [];

  constructor(verifier: PasswordVerifier, users: ReadonlyMap<string, string>) {
    this.#verifier = verifier;
    this.setUsers(users);
  }

  /** The number of remembered results; never above 1,280. */
  get remembered(): number {
    return this.#accepted.size + this.#refused.size;
  }

  /**
   * Replaces the users. Remembered results of a changed hash are void by their key.
   * @throws RangeError when a value is no bcrypt hash.
   */
  setUsers(users: ReadonlyMap<string, string>): void {
    this.#costs = [...users.values()].map(bcryptCost);
    this.#users = new Map(users);
  }

  /** Decides about a request by its Authorization field. The verdict is no promise when it is known already. */
  check(field: string | undefined): AuthVerdict | Promise<AuthVerdict> {
    const credentials = parseBasicCredentials(field);
    if (credentials === undefined) return "refused";
    const configured = this.#users.get(credentials.user);
    const hash = configured ?? this.#decoy(credentials.user);
    if (hash === undefined) return "refused";
    const key = this.#digest([credentials.user, hash, credentials.password]).toString("base64");
    if (this.#accepted.has(key)) return "accepted";
    if (this.#refused.has(key)) return "refused";
    const pending = this.#pending.get(key);
    if (pending !== undefined) return pending;
    const verification = this.#verifier.verify(hash, credentials.password);
    if (verification === undefined) return "busy";
    const verdict = this.#judge(key, verification, { ...credentials, hash });
    this.#pending.set(key, verdict);
    return verdict;
  }

  async #judge(
    key: string,
    verification: Promise<boolean>,
    claim: BasicCredentials & { readonly hash: string },
  ): Promise<AuthVerdict> {
    try {
      const equal = await verification;
      // Asked after the wait: the user may have been removed or given another hash meanwhile.
      const accepted = equal && this.#users.get(claim.user) === claim.hash;
      (accepted ? this.#accepted : this.#refused).add(key);
      return accepted ? "accepted" : "refused";
    } catch {
      return "busy";
    } finally {
      this.#pending.delete(key);
    }
  }

  /** A hash for a name that is not configured: of no password, with the cost that this name always gets. */
  #decoy(user: string): string | undefined {
    if (this.#costs.length === 0) return undefined;
    const index = this.#digest([user]).readUInt32BE(0) % this.#costs.length;
    const cost = this.#costs[index] ?? 10;
    let hash = this.#decoys.get(cost);
    if (hash === undefined) {
      const digits = Array.from(randomBytes(53), (byte) => bcryptAlphabet[byte % 64]).join("");
      hash = `$2b$${String(cost).padStart(2, "0")}$${digits}`;
      this.#decoys.set(cost, hash);
    }
    return hash;
  }

  #digest(parts: readonly string[]): Buffer {
    const hmac = createHmac("sha256", this.#key);
    for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:`).update(part);
    return hmac.digest();
  }
}
