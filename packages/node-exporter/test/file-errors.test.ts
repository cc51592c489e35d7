import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { absence, hasCode, ifPresent, orNoData } from "../src/file-errors.ts";

const failing = (code: string) => (): never => {
  throw Object.assign(new Error(code), { code });
};

test("hasCode looks at file system errors only", () => {
  expect(hasCode(Object.assign(new Error("x"), { code: "EACCES" }), "ENOENT", "EACCES")).toBe(true);
  expect(hasCode(new Error("ENOENT"), "ENOENT")).toBe(false);
  expect(hasCode("ENOENT", "ENOENT")).toBe(false);
});

test("ifPresent turns a missing file into undefined and nothing else", () => {
  expect(ifPresent(() => 1)).toBe(1);
  expect(ifPresent(failing("ENOENT"))).toBeUndefined();
  expect(() => ifPresent(failing("EACCES"))).toThrow("EACCES");
});

test("orNoData turns a missing file into a reason and nothing else", () => {
  expect(orNoData(() => 1, "none")).toBe(1);
  expect(() => orNoData(failing("ENOENT"), "no such thing")).toThrow(new NoDataError("no such thing"));
  expect(() => orNoData(failing("EIO"), "none")).toThrow("EIO");
});

test("the same error is the same reason, and another reason another one", () => {
  const error = new Error("ENOENT");
  const known = absence(error, "no such thing");
  expect(known).toEqual(new NoDataError("no such thing"));
  expect(absence(error, "no such thing")).toBe(known);
  expect(absence(error, "nothing else")).toEqual(new NoDataError("nothing else"));
  expect(absence(new Error("ENOENT"), "no such thing")).not.toBe(known);
});
