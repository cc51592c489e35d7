import { expect, test } from "vitest";
import { CollectorModuleError } from "../../src/modules/collector-module.ts";
import { exportedDefinitions } from "../../src/modules/exported-definitions.ts";
import { loadInTime } from "../../src/modules/load-in-time.ts";

test("a module whose default export never comes back is refused, by the path that the user gave", async () => {
  const never = exportedDefinitions({ default: () => new Promise(() => {}) }, "mine.mjs");
  const refused = loadInTime(never, "mine.mjs", 20);
  await expect(refused).rejects.toThrow("collector module mine.mjs: it was not loaded within 0.02 s");
  await expect(refused).rejects.toBeInstanceOf(CollectorModuleError);
});

test("what is loaded in time is given, and so is why it was not", async () => {
  expect(await loadInTime(Promise.resolve(7), "mine.mjs")).toBe(7);
  await expect(loadInTime(Promise.reject(new Error("broken")), "mine.mjs")).rejects.toThrow("broken");
});
