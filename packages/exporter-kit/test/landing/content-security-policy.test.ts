import { expect, test } from "vitest";
import { CONTENT_SECURITY_POLICY } from "../../src/landing/content-security-policy.ts";

test("starts from nothing and allows no source by name", () => {
  const directives = new Map(
    CONTENT_SECURITY_POLICY.split("; ").map((directive) => {
      const [name = "", ...sources] = directive.split(" ");
      return [name, sources.join(" ")];
    }),
  );
  expect(directives.get("default-src")).toBe("'none'");
  expect(directives.get("base-uri")).toBe("'none'");
  expect(directives.get("form-action")).toBe("'none'");
  expect(directives.get("frame-ancestors")).toBe("'none'");
  expect(directives.get("script-src")).toMatch(/^'sha256-[\w+/]{43}='$/);
  expect(directives.get("style-src")).toMatch(/^'sha256-[\w+/]{43}='$/);
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*|https?:|'self'/);
});
