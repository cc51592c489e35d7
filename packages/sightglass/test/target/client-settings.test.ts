import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { UsageError } from "@sightglass/exporter-kit";
import { readClientSettings, type TargetOptionValues } from "../../src/target/client-settings.ts";
import { folderWith } from "../support/folder.ts";

const VALUES: TargetOptionValues = {
  username: "",
  passwordFile: "",
  bearerTokenFile: "",
  headers: [],
  caFile: "",
  certFile: "",
  keyFile: "",
  serverName: "",
  insecure: false,
  timeoutMs: 1,
  maxBytes: 2,
  accept: "text",
};

describe("readClientSettings", () => {
  it("reads credentials and certificates from their files", async () => {
    const folder = folderWith({ password: "p\n", ca: "CA", cert: "CERT", key: "KEY" });
    const settings = await readClientSettings({
      ...VALUES,
      username: "me",
      passwordFile: join(folder, "password"),
      headers: ["X-A: b: c"],
      caFile: join(folder, "ca"),
      certFile: join(folder, "cert"),
      keyFile: join(folder, "key"),
      serverName: "name",
      insecure: true,
    });
    expect(settings).toEqual({
      authorization: `Basic ${Buffer.from("me:p").toString("base64")}`,
      headers: [["X-A", "b: c"]],
      tls: { ca: "CA", cert: "CERT", key: "KEY", servername: "name", rejectUnauthorized: false },
      timeoutMs: 1,
      maxBytes: 2,
      accept: "text",
    });
    const token = folderWith({ token: " t \n" });
    const bearer = await readClientSettings({ ...VALUES, bearerTokenFile: join(token, "token") });
    expect(bearer.authorization).toBe("Bearer t");
  });

  it.each<[Partial<TargetOptionValues>, RegExp]>([
    [{ username: "a", bearerTokenFile: "b" }, /cannot both be given/],
    [{ passwordFile: "x" }, /a password needs a user/],
    [{ caFile: "/nonexistent/ca" }, /cannot read \/nonexistent\/ca: .*ENOENT/],
    [{ caFile: "/" }, /cannot read \/: it is no file/],
  ])("refuses %j", async (values, message) => {
    const refusal = readClientSettings({ ...VALUES, ...values });
    await expect(refusal).rejects.toThrow(UsageError);
    await expect(refusal).rejects.toThrow(message);
  });

  it("wants certificate and key together", async () => {
    const cert = join(folderWith({ cert: "CERT" }), "cert");
    await expect(readClientSettings({ ...VALUES, certFile: cert })).rejects.toThrow(/go together/);
  });
});
