import { describe, expect, it } from "vitest";
import { chooseContentCoding, parseAcceptEncoding } from "../../src/web/accept-encoding.ts";

describe("chooseContentCoding", () => {
  it.each([
    [undefined, "identity"],
    ["", "identity"],
    ["gzip", "gzip"],
    ["GZIP", "gzip"],
    ["x-gzip", "gzip"],
    ["gzip, deflate, br, zstd", "zstd"],
    ["gzip;q=1.0, zstd;q=0.5", "gzip"],
    ["zstd;q=0, gzip", "gzip"],
    ["gzip;q=0", "identity"],
    ["gzip;q=0.001", "gzip"],
    ["*", "zstd"],
    ["*;q=0", undefined],
    ["*;q=0, gzip", "gzip"],
    ["*;q=0, identity;q=0.1", "identity"],
    ["identity;q=0", undefined],
    ["identity;q=0, gzip", "gzip"],
    ["identity;q=0, gzip;q=0, *", "zstd"],
    ["identity;q=1, gzip;q=0.5", "identity"],
    ["identity, gzip", "gzip"],
    ["br", "identity"],
    ["br, identity;q=0", undefined],
    ["gzip;q=2", "identity"],
    ["gzip;q=nonsense", "identity"],
    ["gzip ; q = 0.5 , zstd ; Q=0.4", "gzip"],
    [",,;q=1,", "identity"],
    [`${"br,".repeat(1000)}gzip`, "identity"],
  ])("%j", (field, coding) => {
    expect(chooseContentCoding(field, ["zstd", "gzip", "identity"])).toBe(coding);
  });

  it("chooses among what there is", () => {
    expect(chooseContentCoding("zstd", ["gzip", "identity"])).toBe("identity");
    expect(chooseContentCoding("*", ["gzip", "identity"])).toBe("gzip");
  });
});

it("parseAcceptEncoding reads weights", () => {
  expect([...parseAcceptEncoding("a;q=0.25, b;x=1;q=1.000, c")]).toEqual([
    ["a", 0.25],
    ["b", 1],
    ["c", 1],
  ]);
});
