import { expect, it } from "vitest";
import { shownValue } from "../../src/flags/shown-value.ts";

const TEXT = { flag: "x", type: "string", default: "", help: "X." } as const;

it.each([
  [false, "plain", "plain"],
  [false, "http://user:pass@host/x", "http://user:<hidden>@host/x"],
  [false, "http://:pass@host", "http://:<hidden>@host"],
  [false, "http://user@host:80/a@b", "http://user@host:80/a@b"],
  [true, "anything", "<hidden>"],
  [true, "", ""],
])("secret %s: %j is shown as %j", (secret, raw, shown) => {
  expect(shownValue({ ...TEXT, secret }, raw)).toBe(shown);
});

it("hides each value of a list", () => {
  const spec = { flag: "x", type: "strings", default: [], help: "X." } as const;
  expect(shownValue(spec, ["a", "tcp://u:p@h"])).toEqual(["a", "tcp://u:<hidden>@h"]);
});
