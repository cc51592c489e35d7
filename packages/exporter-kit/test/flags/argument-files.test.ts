import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expandArgumentFiles } from "../../src/flags/argument-files.ts";

describe("expandArgumentFiles", () => {
  const files: Record<string, string> = {
    one: "--a=1\n# comment\n\n--b\r\n@two\n",
    two: "--c=x y\n",
    loop: "@loop\n",
    many: "--x\n".repeat(20_000),
  };
  const expand = (...argv: string[]) => expandArgumentFiles(argv, (path) => files[path] ?? "");

  it("puts a file's lines in place of its name", () => {
    expect(expand("--first", "@one", "--last")).toEqual(["--first", "--a=1", "--b", "--c=x y", "--last"]);
  });

  it("leaves what is behind --, a value and a bare @ alone", () => {
    expect(expand("--x=@one", "@", "--", "@one")).toEqual(["--x=@one", "@", "--", "@one"]);
  });

  it("refuses files that name each other endlessly", () => {
    expect(() => expand("@loop")).toThrow("argument files name each other more than 8 deep, at @loop");
  });

  it("refuses too many arguments", () => {
    expect(() => expand("@many")).toThrow("more than 10000 arguments");
  });

  describe("on real files", () => {
    let folder = "";
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "argument-files-"));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it("reads, and names what it cannot read", () => {
      writeFileSync(join(folder, "args"), "--a\n");
      writeFileSync(join(folder, "large"), "x".repeat(1_048_577));
      expect(expandArgumentFiles([`@${folder}/args`])).toEqual(["--a"]);
      expect(() => expandArgumentFiles([`@${folder}/none`])).toThrow(/cannot read the argument file @.*none: ENOENT/);
      expect(() => expandArgumentFiles([`@${folder}/large`])).toThrow(/larger than 1048576 bytes/);
      expect(() => expandArgumentFiles([`@${folder}`])).toThrow(/not a regular file/);
    });
  });
});
