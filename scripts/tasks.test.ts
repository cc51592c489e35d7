import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const read = (file: string): unknown => JSON.parse(readFileSync(join(ROOT, file), "utf8"));
const { scripts } = read("package.json") as { readonly scripts: Readonly<Record<string, string>> };
const turbo = read("turbo.json") as {
  readonly noUpdateNotifier: boolean;
  readonly remoteCache: object;
  readonly tasks: Readonly<Record<string, { readonly inputs?: readonly string[] }>>;
};

const checked = (scripts["check"] ?? "").split(" ").slice(scripts["check"]?.split(" ").indexOf("build"));
const rootTasks = Object.keys(turbo.tasks)
  .filter((task) => task.startsWith("//#"))
  .map((task) => task.slice(3));

test("a check runs the build and every task of the workspace's root, and each is a script", () => {
  expect(checked.toSorted()).toEqual(["build", ...rootTasks].toSorted());
  for (const task of rootTasks) expect(scripts, task).toHaveProperty(task);
});

test("every task says what it depends on, so that its result can be kept", () => {
  for (const [task, { inputs }] of Object.entries(turbo.tasks)) expect(inputs?.length, task).toBeGreaterThan(0);
});

test("turbo reports to nobody and asks nobody", () => {
  expect(turbo.noUpdateNotifier).toBe(true);
  expect(turbo.remoteCache).toEqual({ enabled: false });
  const calls = Object.values(scripts).filter((script) => /\bturbo\b/.test(script));
  expect(calls.length).toBeGreaterThan(0);
  for (const script of calls) expect(script).toMatch(/^DO_NOT_TRACK=1 turbo /);
});
