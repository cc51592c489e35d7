import { expect, test } from "vitest";
import { decodeText } from "../src/decode-text.ts";

test.each([
  ["plain text", [0x61, 0x62], "ab"],
  ["characters of two, three and four bytes", [0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80], "é€😀"],
  ["one invalid byte", [0x61, 0xff, 0x62], "a\uFFFDb"],
  ["a run of invalid bytes", [0x61, 0xff, 0xfe, 0x80, 0x62], "a\uFFFDb"],
  ["an overlong form, whose bytes are all invalid", [0xc0, 0x80], "\uFFFD"],
  ["a surrogate in UTF-8", [0xed, 0xa0, 0x80], "\uFFFD"],
  ["a character cut off at the end", [0x61, 0xf0, 0x9f, 0x98], "a\uFFFD"],
  ["two runs with a letter between", [0xff, 0xff, 0x61, 0xff], "\uFFFDa\uFFFD"],
  ["U+FFFD twice, which is valid", [0xef, 0xbf, 0xbd, 0xef, 0xbf, 0xbd], "\uFFFD\uFFFD"],
  ["an invalid run beside a valid U+FFFD", [0xff, 0xff, 0xef, 0xbf, 0xbd], "\uFFFD\uFFFD"],
  ["a byte order mark, which stays", [0xef, 0xbb, 0xbf, 0x61], "\uFEFFa"],
])("%s", (_what, bytes, text) => {
  expect(decodeText(Buffer.from(bytes))).toBe(text);
});
