import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { parseDpmClocks } from "../../src/sysfs/dpm-clocks.ts";
import { mutatedText } from "../support/mutated-text.ts";

const TEXT = "0: 500Mhz \n1: 1450Mhz *\n2: 2475Mhz \n";

test.each([
  ["three levels", TEXT, [1450, 500, 2475]],
  ["one level", "0: 1600Mhz *\n", [1600, 1600, 1600]],
  ["deep sleep, which is below the levels", "S: 19Mhz *\n0: 300Mhz\n1: 2303Mhz\n", [19, 300, 2303]],
  ["no current level", "0: 500Mhz\n1: 900Mhz\n", [undefined, 500, 900]],
  ["a last line that is cut", "0: 500Mhz *\n1: 14", [500, 500, 500]],
  ["levels out of order", "0: 900Mhz *\n1: 300Mhz\n", [900, 300, 900]],
  ["an empty text", "", [undefined, undefined, undefined]],
  ["other lines", "OD_SCLK:\n0: 500 kHz *\n-1: 5Mhz\n", [undefined, undefined, undefined]],
])("%s", (_what, text, [current, minimum, maximum]) => {
  expect(parseDpmClocks(text)).toEqual({ current, minimum, maximum });
});

test("never throws, and its minimum is not above its maximum", () => {
  const check = (text: string): void => {
    const { minimum, maximum } = parseDpmClocks(text);
    expect(minimum === undefined).toBe(maximum === undefined);
    if (minimum !== undefined) expect(minimum).toBeLessThanOrEqual(maximum as number);
  };
  assert(property(string({ unit: "binary" }), check));
  assert(property(mutatedText(TEXT), check));
});
