import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inClusterCredentials, isInCluster } from "../../src/kube/index.ts";
import { podEnv, serviceAccountDirectory } from "./api-server.ts";

const env = podEnv(new URL("https://10.0.0.1:6443"));

test("a process is in a cluster when both variables are set", () => {
  expect(isInCluster(env)).toBe(true);
  expect(isInCluster({ KUBERNETES_SERVICE_HOST: "10.0.0.1" })).toBe(false);
  expect(isInCluster({ ...env, KUBERNETES_SERVICE_PORT: "" })).toBe(false);
  expect(() => inClusterCredentials({ env: {} })).toThrow("KUBERNETES_SERVICE_HOST");
});

test("server, namespace and token come from environment and mounted files", async () => {
  const { path } = serviceAccountDirectory("first\n");
  const credentials = inClusterCredentials({ env, directory: path });
  expect(credentials.server.href).toBe("https://10.0.0.1:6443/");
  expect(credentials.namespace).toBe("monitoring");
  expect((await credentials.connect()).headers).toEqual({ authorization: "Bearer first" });
});

test("an IPv6 service address becomes a valid URL", () => {
  const { path } = serviceAccountDirectory("t");
  const ipv6 = { KUBERNETES_SERVICE_HOST: "fd00::1", KUBERNETES_SERVICE_PORT: "443" };
  expect(inClusterCredentials({ env: ipv6, directory: path }).server.host).toBe("[fd00::1]");
});

test("a rotated token is read after a minute, or at once when the server refused the old one", async () => {
  const directory = serviceAccountDirectory("first");
  let nowMs = 1_000_000;
  const credentials = inClusterCredentials({ env, directory: directory.path, nowMs: () => nowMs });
  const token = async (): Promise<string | undefined> => (await credentials.connect()).headers["authorization"];
  directory.writeToken("second");
  nowMs += 59_000;
  expect(await token()).toBe("Bearer first");
  nowMs += 1_000;
  expect(await token()).toBe("Bearer second");
  directory.writeToken("third");
  expect(await token()).toBe("Bearer second");
  credentials.refused();
  expect(await token()).toBe("Bearer third");
});

test("a token that cannot be read later stays in use; one that is missing at the start is an error that names it", async () => {
  const directory = serviceAccountDirectory("first");
  const credentials = inClusterCredentials({ env, directory: directory.path });
  rmSync(join(directory.path, "token"));
  credentials.refused();
  expect((await credentials.connect()).headers).toEqual({ authorization: "Bearer first" });
  expect(() => inClusterCredentials({ env, directory: directory.path })).toThrow(
    /cannot read the ServiceAccount's token: ENOENT/,
  );
  directory.writeToken(" \n");
  expect(() => inClusterCredentials({ env, directory: directory.path })).toThrow("the file is empty");
});
