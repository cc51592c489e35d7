import { expect, test } from "vitest";
import { PageBuffer } from "../../src/exposition/page-buffer.ts";

function pageOf(...texts: readonly string[]): Buffer {
  const page = new PageBuffer();
  for (const text of texts) page.append(text);
  return page.finish();
}

test("a page is the UTF-8 of its pieces, whatever their sizes", () => {
  const texts = ["", "a", "ü€😀".repeat(7_000), "b".repeat(40_000), "€".repeat(100_000), "end\n"];
  expect(pageOf(...texts).equals(Buffer.from(texts.join(""), "utf8"))).toBe(true);
  expect(pageOf().length).toBe(0);
});

test("a later page does not change one that was handed out, small or large", () => {
  const small = pageOf("small\n");
  const large = pageOf("large\n".repeat(100_000));
  pageOf("X".repeat(700_000));
  pageOf("YYYYYYYY");
  expect(small.toString()).toBe("small\n");
  expect(large.toString()).toBe("large\n".repeat(100_000));
});

test("lone surrogates become U+FFFD", () => {
  expect(pageOf("a\uD800b", "\uDC00").toString()).toBe("a\uFFFDb\uFFFD");
});
