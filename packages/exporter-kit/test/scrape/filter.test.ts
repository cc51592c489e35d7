import { describe, expect, test } from "vitest";
import { parseScrapeFilter } from "../../src/scrape/filter.ts";

const ENABLED = ["cpu", "disk", "memory"];
const KNOWN = new Set([...ENABLED, "wifi"]);
const parse = (query: string) => parseScrapeFilter(`/metrics${query}`, ENABLED, KNOWN);

const selected = (query: string): readonly string[] | undefined | string => {
  const filter = parse(query);
  return filter.ok ? filter.collectors && [...filter.collectors] : filter.text;
};

describe("parseScrapeFilter", () => {
  test.each([
    ["", undefined],
    ["?", undefined],
    ["?unrelated=1&collect=cpu", undefined],
    ["?collect[]=cpu", ["cpu"]],
    ["?collect%5B%5D=cpu&collect[]=memory", ["cpu", "memory"]],
    ["?collect[]=memory&collect[]=cpu&collect[]=cpu", ["cpu", "memory"]],
    ["?exclude[]=cpu", ["disk", "memory"]],
    ["?exclude[]=cpu&exclude[]=no-such-thing", ["disk", "memory"]],
    ["?exclude[]=no-such-thing", undefined],
    ["?exclude[]=wifi", undefined],
    ["?collect[]=cpu&collect[]=disk&collect[]=memory", undefined],
  ])("%s selects %j", (query, collectors) => {
    expect(selected(query)).toEqual(collectors);
  });

  test("excluding every collector selects none, not all as upstream does", () => {
    expect(selected("?exclude[]=cpu&exclude[]=disk&exclude[]=memory")).toEqual([]);
  });

  // Texts of node_exporter.go (ServeHTTP, innerHandler) and collector.go (NewNodeCollector).
  test.each([
    ["?collect[]=cpu&exclude[]=disk", "Combined collect and exclude queries are not allowed."],
    ["?collect[]=nope", "Couldn't create filtered metrics handler: couldn't create collector: missing collector: nope"],
    [
      "?collect[]=cpu&collect[]=wifi",
      "Couldn't create filtered metrics handler: couldn't create collector: disabled collector: wifi",
    ],
    ["?collect[]=", "Couldn't create filtered metrics handler: couldn't create collector: missing collector: "],
  ])("%s is refused as upstream refuses it", (query, text) => {
    expect(selected(query)).toBe(text);
  });

  test("the same selection has the same key, however it is spelled", () => {
    const keys = ["?collect[]=disk&collect[]=cpu", "?collect[]=cpu&collect[]=disk", "?exclude[]=memory"].map(
      (query) => {
        const filter = parse(query);
        return filter.ok ? filter.key : undefined;
      },
    );
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toBeDefined();
    expect(parse("?collect[]=cpu")).not.toMatchObject({ key: keys[0] });
    expect(parse("?exclude[]=cpu&exclude[]=disk&exclude[]=memory")).not.toMatchObject({ key: "*" });
  });

  test("length and number of parameters are bounded, and a long name is not repeated whole", () => {
    expect(selected(`?collect[]=${"a".repeat(9000)}`)).toMatch(/longer than 8192/);
    expect(selected(`?${"collect[]=cpu&".repeat(300)}`)).toMatch(/More than 256/);
    expect(String(selected(`?collect[]=${"a".repeat(8000)}`)).length).toBeLessThan(250);
  });
});
