import { expect, test } from "vitest";
import { checkGroupRules, parseGroupRule } from "../../src/process-group/parse-group-rule.ts";

test.each([
  ["web=^nginx$", { group: "web", on: "comm", source: "^nginx$" }],
  ["web=comm:nginx", { group: "web", on: "comm", source: "nginx" }],
  ["app=cmdline:java .*-jar app=1\\.jar", { group: "app", on: "cmdline", source: "java .*-jar app=1\\.jar" }],
  ["a group=x:y", { group: "a group", on: "comm", source: "x:y" }],
])("reads %s", (text, { group, on, source }) => {
  expect(checkGroupRules([text])).toBeUndefined();
  expect(parseGroupRule(text)).toMatchObject({ group, on, pattern: { source } });
});

test("patterns match anywhere, unless they say otherwise", () => {
  const { pattern } = parseGroupRule("db=postgres");
  expect([pattern.test("postgres: writer"), pattern.test("mysqld")]).toEqual([true, false]);
});

test.each([
  ["nginx", "expected NAME=REGEX"],
  ["=nginx", "expected NAME=REGEX"],
  ["web=", "expected NAME=REGEX"],
  ["web=cmdline:", "is empty"],
  ["web=(", "web=("],
  ["web=(?=x)", "web=(?=x)"],
  [`${"x".repeat(129)}=y`, "longer than 128"],
])("refuses %j and says why", (text, reason) => {
  expect(checkGroupRules(["ok=fine", text])).toContain(reason);
});

test("refuses more rules than groups are kept for", () => {
  const rules = (count: number): string[] => Array.from({ length: count }, (_, at) => `g${at}=x`);
  expect(checkGroupRules(rules(500))).toBeUndefined();
  expect(checkGroupRules(rules(501))).toContain("500");
});
