import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseSysctlIntegers, parseSysctlSelection, splitSysctl } from "../../src/procfs/sysctl.ts";
import { parseProblems } from "../support/parse-problems.ts";

test.each([
  ["kernel.threads-max", "kernel.threads-max", "sys/kernel/threads-max", []],
  ["fs.file-nr:total,current,max", "fs.file-nr", "sys/fs/file-nr", ["total", "current", "max"]],
  ["fs.file-nr:", "fs.file-nr", "sys/fs/file-nr", [""]],
  ["fs.file-nr:a:b,c", "fs.file-nr", "sys/fs/file-nr", ["a:b", "c"]],
  ["net/ipv4/ip_forward", "net/ipv4/ip_forward", "sys/net/ipv4/ip_forward", []],
  ["", "", "sys/", []],
])("parses the selection %j", (text, name, path, keys) => {
  expect(parseSysctlSelection(text)).toEqual({ name, path, keys });
});

test.each(["../kcore", "../../etc/shadow", "/../../etc/shadow", "net/../../1/environ", "....//....//etc/passwd", "."])(
  "no part of the path that %j gives leads upwards",
  (text) => {
    const parts = parseSysctlSelection(text).path.split("/");
    expect(parts[0]).toBe("sys");
    expect(parts.filter((part) => part.includes("."))).toEqual([]);
  },
);

test("splits at white space of any kind and length", () => {
  expect(splitSysctl("1024\t0\t99\n")).toEqual(["1024", "0", "99"]);
  expect(splitSysctl("  a \n b  ")).toEqual(["a", "b"]);
  expect(splitSysctl(" \n")).toEqual([]);
});

test.each([
  ["1024\t0\t1631329\n", [1024, 0, 1_631_329]],
  ["-5 +3", [-5, 3]],
  ["0x1F 0XfF", [31, 255]],
  ["017 0o17 0O7 00", [15, 15, 7, 0]],
  ["0b101 0B1", [5, 1]],
  ["1_000 0x_ff", [1000, 255]],
  ["9223372036854775807 -9223372036854775808", [2 ** 63, -(2 ** 63)]],
  ["", []],
])("parses the integers of %j", (text, values) => {
  expect(parseSysctlIntegers(text, "sys/a")).toEqual(values);
});

test.each(["Linux", "1.5", "08", "0x", "1__0", "1_", "_1", "--1", "9223372036854775808", "18446744073692774399"])(
  "refuses %j as node_exporter does",
  (text) => {
    expect(() => parseSysctlIntegers(text, "sys/kernel/x")).toThrow(ParseError);
    expect(() => parseSysctlIntegers(`1 ${text}`, "sys/kernel/x")).toThrow(/^sys\/kernel\/x:1: /);
  },
);

test("throws nothing but ParseError", () => {
  expect(parseProblems("1024\t0\t99\n", (text) => parseSysctlIntegers(text, "sys/a"))).toEqual([]);
  expect(parseProblems("fs.file-nr:a,b", parseSysctlSelection)).toEqual([]);
  expect(parseProblems("a b", splitSysctl)).toEqual([]);
});
