import { describe, expect, test } from "vitest";
import { STYLE } from "../../src/landing/style.ts";

const colours = (block: string): ReadonlyMap<string, string> =>
  new Map([...block.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].map(([, name = "", colour = ""]) => [name, colour]));

const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const [light = "", dark = ""] = [...STYLE.matchAll(/:root \{(.*?)\}/gs)].map(([, block]) => block);

/** Text on background; WCAG 2.2 asks for 4.5 (level AA). */
const PAIRS = [
  ["--text", "--page"],
  ["--text", "--card"],
  ["--muted", "--page"],
  ["--muted", "--card"],
  ["--accent", "--page"],
  ["--accent", "--card"],
  ["--page", "--accent"],
  ["--good", "--good-back"],
  ["--bad", "--bad-back"],
  ["--warn", "--warn-back"],
  ["--quiet", "--quiet-back"],
  ["--text", "--code"],
] as const;

describe.each([
  ["light", colours(light)],
  ["dark", colours(dark)],
])("the %s theme", (_name, theme) => {
  test.each(PAIRS)("has enough contrast of %s on %s", (text, background) => {
    const [low = 0, high = 0] = [theme.get(text), theme.get(background)]
      .map((colour) => luminance(colour ?? ""))
      .toSorted((one, other) => one - other);
    expect((high + 0.05) / (low + 0.05)).toBeGreaterThan(4.5);
  });
});

test("the style sheet loads nothing and cannot end its own element", () => {
  expect(STYLE).not.toMatch(/url\(|@import|<\/style/i);
});
