import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "@sightglass/exporter-kit";
import { parseIgnoreRules } from "../../src/compare/ignore-rules.ts";

const parse = (text: string) => parseIgnoreRules("i.yml", text);
describe("parseIgnoreRules", () => {
  it.each([
    ["ignored: []", /^i\.yml:1: unknown key ignored; there is ignore/],
    ["[]", /^i\.yml:1: it must be a mapping/],
    ["ignore: x", /^i\.yml:1: ignore must be a list/],
    ["ignore:\n  - x", /must be a mapping/],
    ["ignore:\n  - families: [a]", /^i\.yml:2: a rule needs a reason/],
    ["ignore:\n  - {reason: ' ', families: [a]}", /a rule needs a reason/],
    ["ignore:\n  - reason: r", /needs families, series or labels/],
    ["ignore:\n  - reason: r\n    family: [a]", /^i\.yml:3: unknown key family; there are reason, families/],
    ["ignore:\n  - reason: r\n    families: []", /^i\.yml:3: families is empty/],
    ["ignore:\n  - reason: r\n    families: ['(']", /^i\.yml:3: invalid pattern "\(" in families: .*missing closing/],
    ["ignore:\n  - reason: r\n    families: [{a: b}]", /families must be a list of texts/],
    ["ignore:\n  - reason: r\n    series: ['rate(x[5m])']", /^i\.yml:3: "rate\(x\[5m\]\)" is no selector/],
    ["ignore:\n  - reason: r\n    series: ['x{']", /is no selector/],
    ["ignore:\n  - {reason: r, series: [x], families: [y]}", /series stand alone/],
    [
      "ignore:\n  - {reason: r, families: [a], differences: [gone]}",
      /unknown difference gone; there are missing, extra/,
    ],
    ["ignore: [", /^i\.yml:1: /],
  ])("refuses %j", async (text, message) => {
    await expect(parse(text)).rejects.toThrow(UsageError);
    await expect(parse(text)).rejects.toThrow(message);
  });

  it("takes an empty file, and one without rules", async () => {
    expect(await parse("")).toEqual([]);
    expect(await parse("# nothing\nignore:\n")).toEqual([]);
  });

  it("throws nothing but UsageError, whatever it is given", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `ignore:\n  - ${text}`),
        ),
        async (text) => {
          await parse(text).catch((error: unknown) => expect(error).toBeInstanceOf(UsageError));
        },
      ),
    );
  });
});
