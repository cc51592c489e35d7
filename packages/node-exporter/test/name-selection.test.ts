import { expect, test } from "vitest";
import { legacyName, rememberNames, takes } from "../src/name-selection.ts";
import { matcher } from "./support/collect.ts";

test("asks once for each field, also for those without a name", () => {
  const asked: string[] = [];
  const nameOf = rememberNames((field) => {
    asked.push(field);
    return field === "skip" ? undefined : `m_${field}`;
  });
  expect(["a", "skip", "a", "skip"].map(nameOf)).toEqual(["m_a", undefined, "m_a", undefined]);
  expect(asked).toEqual(["a", "skip"]);
});

test("forgets when there are more fields than any kernel has", () => {
  let asked = 0;
  const nameOf = rememberNames((field) => {
    asked += 1;
    return field;
  });
  for (let index = 0; index < 4097; index += 1) nameOf(`f${index}`);
  expect(nameOf("f0")).toBe("f0");
  expect(asked).toBe(4098);
});

test("no pattern takes every name", () => {
  expect(takes(undefined, "x")).toBe(true);
  expect(takes(matcher("^y"), "x")).toBe(false);
});

test("a legacy name has underscores for other characters", () => {
  expect(legacyName("a-b.c(d)é")).toBe("a_b_c_d__");
});
