import express from "express";
import { expect, it } from "vitest";
import { createExpressApplication } from "../src/express-application.ts";

const propertiesOf = (value: object): string[] => Reflect.ownKeys(value).map(String).toSorted();

it("is what express() makes", () => {
  const [ours, theirs] = [createExpressApplication(), express()];
  // A function's own length, name and prototype are those of the function's form.
  const own = new Set(["length", "name", "prototype", "arguments", "caller"]);
  const listed = (app: object): string[] => propertiesOf(app).filter((name) => !own.has(name));
  expect(listed(ours)).toEqual(listed(theirs));
  expect(listed(ours).length).toBeGreaterThan(50);
  for (const name of ["request", "response"] as const) {
    expect(Object.getPrototypeOf(ours[name])).toBe(Object.getPrototypeOf(theirs[name]));
    expect((ours[name] as { app: unknown }).app).toBe(ours);
  }
  expect(propertiesOf(ours.settings)).toEqual(propertiesOf(theirs.settings));
});
