import { array, assert, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeHtml } from "../../src/landing/escape-html.ts";

describe("escapeHtml", () => {
  test.each([
    ["plain text", "plain text"],
    [`<a href="x" title='y'>`, "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;"],
    ["&amp;", "&amp;amp;"],
    ["`${x}`", "&#96;${x}&#96;"],
    ["ä 日本 😀", "ä 日本 😀"],
    ["\u001b[31m\u0000", "\\u001b[31m\\u0000"],
    ["a\u202eb", "a\\u202eb"],
    ["a\nb", "a\\nb"],
    ["\ud800", "\\ud800"],
  ])("%j becomes %j", (text, escaped) => {
    expect(escapeHtml(text)).toBe(escaped);
  });

  test("no text yields a character that ends an attribute, opens a tag or is invisible", () => {
    const unsafe = /[<>"'`]|\p{Cc}|\p{Bidi_Control}|\p{Cs}|&(?!(?:amp|lt|gt|quot|#39|#96);)/u;
    const units = array(integer({ min: 0, max: 0xffff }));
    assert(property(units, (codes) => !unsafe.test(escapeHtml(String.fromCharCode(...codes)))));
  });
});
