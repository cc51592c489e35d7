import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCheapToBacktrack } from "../../src/re2/backtracking.ts";
import { printNode } from "../../src/re2/node.ts";
import { parseShared } from "../../src/re2/parse-shared.ts";

const isCheap = (pattern: string, anchored = false): boolean => {
  const shared = parseShared(pattern);
  return shared !== undefined && isCheapToBacktrack(shared.root, anchored);
};

describe("isCheapToBacktrack", () => {
  it.each([
    ["^a+$", true],
    ["^[0-9]+\\.[0-9]+\\.[0-9]+$", true],
    ["^a.*b.*c$", true],
    ["^a.*b.*c.*d$", false],
    ["a.*b.*c", false],
    [".*foo.*", true],
    [".*[ab]+^", false],
    [".*[ab]+$", false],
    ["^.*[ab]+$", true],
    ["(ab)+", true],
    ["(a|b)+c", true],
    ["(a|ab)+c", false],
    ["(a+b)+c", false],
    ["(a?)+", false],
    ["^[a-f0-9]{0,500}$", true],
    ["[a-z]{0,500}[a-z]{0,500}x", false],
    [`${"a?".repeat(30)}${"a".repeat(30)}`, false],
  ])("of %s is %s", (pattern, cheap) => {
    expect(isCheap(pattern)).toBe(cheap);
  });

  it("counts the search for a start only where there is one", () => {
    expect(isCheap("a.*b.*c")).toBe(false);
    expect(isCheap("a.*b.*c", true)).toBe(true);
  });

  it("lets no pattern through that takes long on any text of its own letters", () => {
    const atom = fc.constantFrom("a", "b", "[ab]", "[^b]", ".");
    const quantifier = fc.constantFrom("", "", "*", "+", "?", "{2,9}", "{0,40}", "{3}");
    const { pattern } = fc.letrec<{ pattern: string; item: string }>((tie) => ({
      item: fc.oneof(
        { maxDepth: 2 },
        fc.tuple(atom, quantifier).map((parts) => parts.join("")),
        fc.constantFrom("^", "$", "c"),
        fc.tuple(fc.constant("("), tie("pattern"), fc.constant(")"), quantifier).map((parts) => parts.join("")),
      ),
      pattern: fc
        .array(
          fc.array(tie("item"), { minLength: 1, maxLength: 4 }).map((items) => items.join("")),
          {
            minLength: 1,
            maxLength: 3,
          },
        )
        .map((branches) => branches.join("|")),
    }));
    const texts = ["a", "ab", "aab", "b"].map((unit) => `${unit.repeat(1_200 / unit.length)}\n!`);
    let cheap = 0;
    fc.assert(
      fc.property(pattern, (source) => {
        const shared = parseShared(source);
        if (shared === undefined || !isCheapToBacktrack(shared.root, false)) {
          return;
        }
        cheap += 1;
        const regExp = new RegExp(printNode(shared.root), "u");
        const started = process.cpuUsage();
        for (const text of texts) {
          regExp.test(text);
        }
        // A cubic search takes seconds on these texts, an exponential one for ever.
        expect([source, process.cpuUsage(started).user < 1_500_000]).toEqual([source, true]);
      }),
      { numRuns: 3_000, interruptAfterTimeLimit: 8_000 },
    );
    expect(cheap).toBeGreaterThan(50);
  });
});
