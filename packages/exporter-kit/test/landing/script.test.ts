import { Script } from "node:vm";
import { describe, expect, test } from "vitest";
import { SCRIPT } from "../../src/landing/script.ts";

describe("the page's script", () => {
  test("is valid and cannot end its own element", () => {
    expect(() => new Script(SCRIPT)).not.toThrow();
    expect(SCRIPT).not.toMatch(/<\/script|<!--/i);
  });

  test("uses nothing that turns text into markup or code", () => {
    expect(SCRIPT).not.toMatch(/innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function\(|fetch|XMLHttp/);
  });
});
