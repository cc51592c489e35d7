import { ParseError } from "@sightglass/metrics-registry";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMethodResponse } from "../../src/supervisord/parse-method-response.ts";

const response = (value: string): string =>
  `<?xml version="1.0"?>\n<methodResponse><params><param><value>${value}</value></param></params></methodResponse>`;

const parsed = (value: string): unknown => parseMethodResponse(response(value)).value;

describe("values of the specification", () => {
  test.each<[string, unknown]>([
    ["<int>-12</int>", -12],
    ["<i4> 7\n</i4>", 7],
    ["<i8>+9000000000</i8>", 9_000_000_000],
    ["<boolean>1</boolean>", true],
    ["<boolean>0</boolean>", false],
    ["<double>-0.5</double>", -0.5],
    ["<double>1e3</double>", 1000],
    ["<string> a &lt;b&gt; &amp;amp; &quot;&apos; &#233;&#xe9; </string>", " a <b> &amp; \"' éé "],
    ["<string/>", ""],
    ["plain", "plain"],
    ["", ""],
    ["<![CDATA[<&>]]>", "<&>"],
    ["<!-- a <b> --><string>x<!-- - -->y</string>", "xy"],
    ["<nil/>", null],
    ["<dateTime.iso8601>19980717T14:08:55</dateTime.iso8601>", "19980717T14:08:55"],
    ["<base64>eW91</base64>", "eW91"],
    ["<array><data></data></array>", []],
    [" <array> <data> <value><i4>12</i4></value> <value>a</value> </data> </array> ", [12, "a"]],
    [
      "<struct><member><name>lower</name><value><i4>18</i4></value></member><member><name>__proto__</name><value/></member></struct>",
      new Map<string, unknown>([
        ["lower", 18],
        ["__proto__", ""],
      ]),
    ],
  ])("%s", (xml, value) => {
    expect(parsed(xml)).toEqual(value);
  });

  test("a fault", () => {
    const xml = `<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>4</int></value></member></struct></value></fault></methodResponse>`;
    expect(parseMethodResponse(xml)).toEqual({ kind: "fault", value: new Map([["faultCode", 4]]) });
  });
});

describe("refuses", () => {
  const bomb =
    '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>' +
    response("<string>&lol2;</string>").slice(22);
  test.each([
    ["a document type with entities", bomb],
    [
      "a file of this machine as an entity",
      response("<string>&file;</string>").replace("?>", '?><!DOCTYPE a [<!ENTITY file SYSTEM "file:///etc/passwd">]>'),
    ],
    ["an entity that nobody defined", response("<string>&nbsp;</string>")],
    ["an ampersand alone", response("<string>a & b</string>")],
    ["a character that does not exist", response("<string>&#x110000;</string>")],
    ["the character 0", response("<string>&#0;</string>")],
    ["attributes", response('<string lang="en">a</string>')],
    ["a processing instruction", response("<?php system('id') ?>")],
    ["an integer that is none", response("<int>1.5</int>")],
    ["an empty integer", response("<int></int>")],
    ["an element within an integer", response("<int><int>1</int></int>")],
    ["a boolean of 2", response("<boolean>2</boolean>")],
    ["a double that is none", response("<double>NaN</double>")],
    ["a type that is none", response("<long>1</long>")],
    ["characters before a type", response("a<int>1</int>")],
    ["two types in a value", response("<int>1</int><int>2</int>")],
    ["an array without data", response("<array></array>")],
    ["characters in an array", response("<array><data>a</data></array>")],
    ["a member without a name", response("<struct><member><value/></member></struct>")],
    ["a struct's value outside of a member", response("<struct><value/></struct>")],
    ["values nested 40 deep", response("<array><data><value>".repeat(40) + "</value></data></array>".repeat(40))],
    ["a tag that closes another", response("<string>a</strong>")],
    ["no value", "<methodResponse><params></params></methodResponse>"],
    ["two answers", `${response("")}<methodResponse/>`],
    ["a call", "<methodCall><methodName>a</methodName></methodCall>"],
    ["a page", "<!DOCTYPE html><html><body>404</body></html>"],
    ["nothing", ""],
    ["an answer that is cut off", response("<string>a</string>").slice(0, -1)],
    ["a comment without end", "<!-- "],
    ["a CDATA section without end", response("").slice(0, 60) + "<![CDATA[x"],
  ])("%s", (_what, xml) => {
    expect(() => parseMethodResponse(xml)).toThrow(ParseError);
  });
});

test("a hostile text of megabytes is refused in time that grows with its length", () => {
  const start = performance.now();
  for (const part of ["<value>", "&", "<!--", "<a", " ", "<![CDATA[", "</", "1"]) {
    expect(() => parseMethodResponse(part.repeat(1_000_000 / part.length))).toThrow(ParseError);
    expect(() => parseMethodResponse(response(`<int>${part.repeat(1_000_000 / part.length)}</int>`))).toThrow(
      ParseError,
    );
  }
  expect(performance.now() - start).toBeLessThan(10_000);
});

test("throws nothing but ParseError on any text, and on an answer with parts changed", () => {
  const good = response(
    "<array><data><value><struct><member><name>a</name><value><int>1</int></value></member></struct></value></data></array>",
  );
  const pieces = good.split(/(?=<)/);
  const shuffled = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(""));
  const edited = fc
    .tuple(fc.nat(good.length), fc.nat(12), fc.string({ maxLength: 6 }))
    .map(([at, length, text]) => good.slice(0, at) + text + good.slice(at + length));
  fc.assert(
    fc.property(fc.oneof(fc.string(), shuffled, edited), (text) => {
      try {
        parseMethodResponse(text);
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }),
    { numRuns: 2000 },
  );
});
