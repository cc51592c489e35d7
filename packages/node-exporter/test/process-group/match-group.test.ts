import { expect, test } from "vitest";
import { matchGroup } from "../../src/process-group/match-group.ts";
import { parseGroupRule } from "../../src/process-group/parse-group-rule.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const rules = [
  "shell=^(ba|da)?sh$",
  "app=cmdline:^java .*-jar app\\.jar( |$)",
  "kernel=cmdline:^\\[",
  "rest=worker",
].map(parseGroupRule);
const folder = (cmdline: string): string => temporaryTree({ cmdline });

test("the first rule that matches says the group", () => {
  expect(matchGroup(rules, "bash", folder("java\0-jar\0app.jar\0"))).toBe("shell");
  expect(matchGroup(rules, "java", folder("java\0-Xmx1g\0-jar\0app.jar\0"))).toBe("app");
  expect(matchGroup(rules, "java", folder("java\0-jar\0other.jar\0"))).toBeUndefined();
  expect(matchGroup(rules, "my worker", folder("w\0"))).toBe("rest");
});

test("a task of the kernel has its name in brackets for arguments, and so has a process whose arguments are gone", () => {
  expect(matchGroup(rules, "kworker/0:1", folder(""))).toBe("kernel");
  expect(matchGroup(rules, "x", "/nonexistent")).toBe("kernel");
});

test("names and arguments of any bytes are matched as they decode", () => {
  expect(matchGroup(rules, "a) (\n\uFFFD worker", folder("\u0001\n"))).toBe("rest");
  expect(matchGroup(rules, "", folder("\n\n"))).toBeUndefined();
});

test("arguments are not read when names suffice", () => {
  expect(matchGroup([parseGroupRule("a=^b$")], "b", "/nonexistent")).toBe("a");
});
