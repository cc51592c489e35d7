import { expect, test } from "vitest";
import { createMountFilter } from "../../src/filesystem/mount-filter.ts";
import { matcher } from "../support/collect.ts";

const DEFAULT = "^/proc";
const FLAGS = {
  what: "mount points",
  include: undefined,
  exclude: matcher(DEFAULT),
  defaultExclude: DEFAULT,
  ignored: undefined,
  includeFlag: "include",
  excludeFlag: "exclude",
  ignoredFlag: "ignored",
};

test("leaves out what the default excludes", () => {
  const ignores = createMountFilter(FLAGS);
  expect([ignores("/proc"), ignores("/home")]).toEqual([true, false]);
});

test("an include pattern alone clears the default", () => {
  const ignores = createMountFilter({ ...FLAGS, include: matcher("^/proc$") });
  expect([ignores("/proc"), ignores("/home")]).toEqual([false, true]);
});

test("the deprecated flag replaces the default", () => {
  const ignores = createMountFilter({ ...FLAGS, ignored: matcher("^/home") });
  expect([ignores("/proc"), ignores("/home")]).toEqual([false, true]);
});

test("an emptied exclude leaves nothing out", () => {
  const ignores = createMountFilter({ ...FLAGS, exclude: undefined });
  expect([ignores("/proc"), ignores("/home")]).toEqual([false, false]);
});

test("include and exclude together are an error in upstream's words", () => {
  expect(() => createMountFilter({ ...FLAGS, include: matcher("a"), exclude: matcher("b") })).toThrow(
    "unable to parse mount points filter flags: --exclude and --include are mutually exclusive",
  );
});

test("the deprecated flag beside its successor is an error", () => {
  expect(() => createMountFilter({ ...FLAGS, ignored: matcher("a"), exclude: matcher("b") })).toThrow(
    "unable to parse mount points filter flags: --ignored and --exclude are mutually exclusive",
  );
});
