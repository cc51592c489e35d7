import { describe, expect, it } from "vitest";
import { bcryptCost, isBcryptHash } from "../../../src/web/auth/bcrypt-hash.ts";

// From exporter-toolkit's documentation of the file format.
const documented = "$2y$10$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG";

describe("bcrypt hashes", () => {
  it.each([documented, documented.replace("2y", "2a"), documented.replace("2y", "2b")])("takes %s", (hash) => {
    expect(isBcryptHash(hash)).toBe(true);
    expect(bcryptCost(hash)).toBe(10);
  });

  it.each([
    "",
    "secret",
    documented.replace("2y", "2x"),
    documented.replace("10", "03"),
    documented.replace("10", "32"),
    documented.slice(0, -1),
    `${documented}a`,
    documented.replace("X0h", "X-h"),
    `${documented}\n`,
  ])("refuses %j", (hash) => {
    expect(isBcryptHash(hash)).toBe(false);
    expect(() => bcryptCost(hash)).toThrow(RangeError);
  });
});
