import { ParseError } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import { parseOsRelease } from "../../src/sysfs/os-release.ts";

describe("parseOsRelease", () => {
  test.each([
    ["ID=debian", { ID: "debian" }],
    ['NAME="Fedora Linux"', { NAME: "Fedora Linux" }],
    ["NAME='single $quoted \\n'", { NAME: "single $quoted \\n" }],
    ['A="a \\"quoted\\" \\\\ word"', { A: 'a "quoted" \\ word' }],
    ['A="\\u00e9\\t"', { A: "é\t" }],
    ["A=one#comment", { A: "one" }],
    ["A=one  # comment", { A: "one" }],
    ['A="a # b" # c', { A: "a # b" }],
    ["A=", { A: "" }],
    ["A = spaced ", { A: "spaced" }],
    ["export A=1", { A: "1" }],
    ["\n# only a comment\n\n  \nA=1\r\nB=2", { A: "1", B: "2" }],
    ["A=1\nA=2", { A: "2" }],
    ['A="part"ial', { A: "partial" }],
    ["URL=https://example.org/?a=b", { URL: "https://example.org/?a=b" }],
    ["", {}],
  ])("%j", (text, values) => {
    expect(Object.fromEntries(parseOsRelease(text))).toEqual(values);
  });

  test.each([
    ["no assignment", 1],
    ['A=1\nNAME="never closed', 2],
    ["NAME='never closed", 1],
    ["1A=x", 1],
    ["A-B=x", 1],
    ["=x", 1],
    ['A="\\q"', 1],
    ['A="\\u12"', 1],
    ['A="ends after \\', 1],
    ["A=a\u0001b", 1],
  ])("refuses %j and names the line", (text, line) => {
    let thrown: unknown;
    try {
      parseOsRelease(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ParseError);
    expect((thrown as ParseError).line).toBe(line);
  });
});
