import { expect, test } from "vitest";
import { defaultOptionValues } from "../../src/bridge/default-option-values.ts";

test("defaults have the types that a collector reads", () => {
  const values = defaultOptionValues({
    on: { type: "boolean", flag: "a", help: "A.", default: true },
    words: { type: "strings", flag: "b", help: "B.", default: ["x"] },
    wait: { type: "duration", flag: "c", help: "C.", default: "1m30.5s" },
    none: { type: "duration", flag: "d", help: "D.", default: "0" },
    nothing: { type: "regex", flag: "e", help: "E.", default: "" },
  });
  expect(values).toEqual({ on: true, words: ["x"], wait: 90_500, none: 0, nothing: undefined });
});

test.each([
  [false, "xloop1", true],
  [true, "xloop1", false],
  [true, "loop", true],
])("a pattern that is anchored=%s against %s gives %s", (anchored, text, matches) => {
  const { exclude } = defaultOptionValues({
    exclude: { type: "regex", flag: "a", help: "A.", default: "loop|ram", anchored },
  });
  expect((exclude as { test(text: string): boolean }).test(text)).toBe(matches);
});

test("overrides replace defaults and must exist", () => {
  const specs = { size: { type: "integer", flag: "a", help: "A.", default: 1 } } as const;
  expect(defaultOptionValues(specs, { size: 2 })).toEqual({ size: 2 });
  expect(() => defaultOptionValues(specs, { sise: 2 })).toThrow('no option "sise"');
});

test.each(["", "5", "1x", "s"])("a default duration of %j is refused", (text) => {
  expect(() => defaultOptionValues({ d: { type: "duration", flag: "a", help: "A.", default: text } })).toThrow(
    "is not a duration",
  );
});
