import { createExpiringCache } from "./expiring-cache.ts";

/** Verdicts that are remembered, by key. */
export interface ReviewedVerdicts<Value> {
  /**
   * What was granted, or undefined for a refusal: from memory, or else from a review, which those who ask at the same
   * time share. Rejects when the review fails, or when too many are under way.
   */
  verdict(key: string, review: () => Promise<Value | undefined>): Promise<Value | undefined>;
}

/** How long a grant is believed: as long as a revoked right may go on being used. */
const GRANTED_TTL_MS = 60_000;
/** Short, so that a right just given works soon; long enough to keep a scraper without one off the API server. */
const REFUSED_TTL_MS = 10_000;
const MAX_GRANTED = 1_000;
const MAX_REFUSED = 256;
/** Reviews under way at once; beyond it requests are turned away rather than queued. */
const MAX_REVIEWS = 32;
/** Of these, how many may be for keys without a grant before: the others are kept for keys whose grant ran out. */
const MAX_STRANGERS = 24;

interface Grant<Value> {
  readonly value: Value;
  readonly untilMs: number;
}

/**
 * Makes an empty memory of verdicts. Grants and refusals have bounds of their own, so that no number of refusals, which
 * anybody can cause, costs a grant its place; among grants the one unused for the longest goes first. A grant that ran
 * out stays as a mark that its key was good, which gives the key's next review precedence over strangers'.
 */
export function createReviewedVerdicts<Value>(nowMs: () => number = Date.now): ReviewedVerdicts<Value> {
  const granted = new Map<string, Grant<Value>>();
  const refused = createExpiringCache<true>(MAX_REFUSED, nowMs);
  const underWay = new Map<string, Promise<Value | undefined>>();
  let strangers = 0;

  /** Puts a grant behind all others, which is where the most recently used one belongs. */
  function keep(key: string, grant: Grant<Value>): void {
    granted.delete(key);
    if (granted.size >= MAX_GRANTED) {
      const [unused] = granted.keys();
      granted.delete(unused as string);
    }
    granted.set(key, grant);
  }

  async function reviewed(key: string, review: () => Promise<Value | undefined>): Promise<Value | undefined> {
    const value = await review();
    if (value === undefined) {
      granted.delete(key);
      refused.set(key, true, REFUSED_TTL_MS);
    } else {
      keep(key, { value, untilMs: nowMs() + GRANTED_TTL_MS });
    }
    return value;
  }

  return {
    verdict: async (key, review) => {
      const grant = granted.get(key);
      if (grant !== undefined) {
        keep(key, grant);
        if (grant.untilMs > nowMs()) return grant.value;
      }
      if (refused.get(key) === true) return undefined;
      const shared = underWay.get(key);
      if (shared !== undefined) return shared;
      const isStranger = grant === undefined;
      if (underWay.size >= MAX_REVIEWS || (isStranger && strangers >= MAX_STRANGERS)) {
        throw new Error("too many reviews are under way");
      }
      if (isStranger) strangers += 1;
      const asked = reviewed(key, review).finally(() => {
        underWay.delete(key);
        if (isStranger) strangers -= 1;
      });
      underWay.set(key, asked);
      return asked;
    },
  };
}
