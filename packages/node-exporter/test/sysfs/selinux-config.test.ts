import { expect, test } from "vitest";
import { parseSelinuxMode } from "../../src/sysfs/selinux-config.ts";

test.each([
  ["# SELINUX=disabled\n;SELINUX=disabled\n\nSELINUX=enforcing\nSELINUXTYPE=targeted\n", "enforcing"],
  ['  SELINUX="permissive"  \n', "permissive"],
  ["SELINUXTYPE=targeted\n", ""],
  ["SELINUX=\n", ""],
  ["SELINUX", ""],
  ["", ""],
])("%j sets %j", (text, mode) => {
  expect(parseSelinuxMode(text)).toBe(mode);
});
