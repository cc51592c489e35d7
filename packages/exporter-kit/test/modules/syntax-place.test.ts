import { expect, it } from "vitest";
import { syntaxPlace } from "../../src/modules/syntax-place.ts";
import { moduleFolder } from "./module-folder.ts";

it("gives line and source of a syntax error, and nothing of a file without one", () => {
  const paths = moduleFolder({
    "bad.mjs": 'export default {\n  name: "x",\n  help "oops",\n};\n',
    "good.mjs": 'import "nowhere";\nthrow new Error("not run");\n',
  });
  expect(syntaxPlace(paths["bad.mjs"])).toBe(' on line 3: help "oops",');
  expect(syntaxPlace(paths["good.mjs"])).toBe("");
  expect(syntaxPlace("/nowhere/x.mjs")).toBe("");
});
