import { describe, expect, it } from "vitest";
import { parseBasicCredentials } from "../../../src/web/auth/basic-credentials.ts";

const encode = (text: string | Buffer): string => Buffer.from(text).toString("base64");

describe("parseBasicCredentials", () => {
  it.each([
    [`Basic ${encode("alice:secret")}`, "alice", "secret"],
    [`basic ${encode("alice:secret")}`, "alice", "secret"],
    [`BASIC ${encode("alice:a:b")}`, "alice", "a:b"],
    [`Basic ${encode(":")}`, "", ""],
    [`Basic ${encode("ä:ö€")}`, "ä", "ö€"],
    [`Basic ${encode("alice:a\0b")}`, "alice", "a\0b"],
  ])("%s", (field, user, password) => {
    expect(parseBasicCredentials(field)).toEqual({ user, password });
  });

  it.each([
    undefined,
    "",
    "Basic",
    "Basic ",
    `Bearer ${encode("alice:secret")}`,
    `Basic  ${encode("alice:secret")}`,
    `Basic ${encode("alice:secret")} `,
    `Basic ${encode("alice")}`,
    `Basic ${encode("alice:secre").replaceAll("=", "")}`,
    "Basic YWxpY2U6*2VjcmV0",
    "Basic ====",
    `Basic ${encode(Buffer.from([0x61, 0x3a, 0xff, 0xfe]))}`,
    `Basic ${encode(`a:${"b".repeat(5_000)}`)}`,
  ])("refuses %j", (field) => {
    expect(parseBasicCredentials(field)).toBeUndefined();
  });
});
