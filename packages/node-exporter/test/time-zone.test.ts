import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { zoneAt } from "../src/sysfs/tzif.ts";
import { readTimeZone } from "../src/time-zone.ts";
import { temporaryTree } from "./support/temporary-tree.ts";
import { tzif } from "./support/tzif.ts";

const zoneFile = (abbreviation: string): Buffer =>
  tzif({ transitions: [], types: [[3600, abbreviation]], rule: undefined });

/** A root with two zones and, unless `localtime` is undefined, a link to one of them. */
function root(localtime: string | undefined): string {
  const folder = temporaryTree({});
  mkdirSync(join(folder, "usr/share/zoneinfo/Europe"), { recursive: true });
  mkdirSync(join(folder, "etc"));
  writeFileSync(join(folder, "usr/share/zoneinfo/Europe/Berlin"), zoneFile("CET"));
  writeFileSync(join(folder, "usr/share/zoneinfo/Broken"), "no zone");
  if (localtime !== undefined) symlinkSync(localtime, join(folder, "etc/localtime"));
  return folder;
}

test.each([
  ["a relative link", "../usr/share/zoneinfo/Europe/Berlin", undefined, "CET"],
  ["an absolute link means the machine's root", "/usr/share/zoneinfo/Europe/Berlin", undefined, "CET"],
  ["a dangling link", "/usr/share/zoneinfo/Gone", undefined, "UTC"],
  ["no file", undefined, undefined, "UTC"],
  ["a file that is no zone", "../usr/share/zoneinfo/Broken", undefined, "UTC"],
  ["TZ names a zone", undefined, "Europe/Berlin", "CET"],
  ["TZ with a colon", undefined, ":Europe/Berlin", "CET"],
  ["TZ is a path", undefined, "/usr/share/zoneinfo/Europe/Berlin", "CET"],
  ["TZ is a rule", undefined, "EST5", "EST"],
  ["an empty TZ is UTC", "../usr/share/zoneinfo/Europe/Berlin", "", "UTC"],
  ["an unknown TZ is UTC", "../usr/share/zoneinfo/Europe/Berlin", "Nowhere/Land", "UTC"],
  ["TZ cannot leave the database", undefined, "../../../etc/localtime", "UTC"],
])("%s", (_what, localtime, tz, abbreviation) => {
  expect(zoneAt(readTimeZone(root(localtime), tz), 0).abbreviation).toBe(abbreviation);
});

test("a plain file at /etc/localtime", () => {
  const folder = root(undefined);
  writeFileSync(join(folder, "etc/localtime"), zoneFile("JST"));
  expect(zoneAt(readTimeZone(folder, undefined), 0)).toEqual({ abbreviation: "JST", offsetSeconds: 3600 });
});

test("a pipe in the place of /etc/localtime is not waited for", () => {
  const folder = root(undefined);
  execFileSync("mkfifo", [join(folder, "etc/localtime")]);
  expect(zoneAt(readTimeZone(folder, undefined), 0).abbreviation).toBe("UTC");
});
