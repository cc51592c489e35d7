import { afterEach, expect, test } from "vitest";
import { createKubeClient, inClusterCredentials, KubeError } from "../../src/kube/index.ts";
import { podEnv, serviceAccountDirectory, startApiServer, type Answer, type ReviewRequest } from "./api-server.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function connected(answer: (request: ReviewRequest) => Answer) {
  const server = await startApiServer(answer);
  closers.push(server.close);
  const directory = serviceAccountDirectory("first");
  const client = createKubeClient(inClusterCredentials({ env: podEnv(server.url), directory: directory.path }));
  return { server, directory, client };
}

test("a request carries the token and gets parsed JSON; any status is an answer", async () => {
  const { client, server } = await connected(({ path }) =>
    path === "/version" ? { status: 200, body: { major: "1" } } : { status: 404, body: { kind: "Status" } },
  );
  expect(await client.request({ method: "GET", path: "/version" })).toEqual({ status: 200, body: { major: "1" } });
  expect(await client.request({ method: "GET", path: "/nope" })).toEqual({ status: 404, body: { kind: "Status" } });
  expect(server.requests.map(({ authorization }) => authorization)).toEqual(["Bearer first", "Bearer first"]);
});

test("a refused token is read anew and the request tried once more", async () => {
  const { client, server, directory } = await connected(({ authorization }) =>
    authorization === "Bearer second" ? { status: 200, body: {} } : { status: 401, body: {} },
  );
  directory.writeToken("second");
  expect((await client.request({ method: "GET", path: "/version" })).status).toBe(200);
  directory.writeToken("wrong");
  server.requests.length = 0;
  client.credentials.refused();
  expect((await client.request({ method: "GET", path: "/version" })).status).toBe(401);
  expect(server.requests).toHaveLength(2);
});

test("no answer, a late one, a large one and one that is not JSON are errors that name the request", async () => {
  const { client } = await connected(({ path }) => {
    if (path.startsWith("/hang")) return "hang";
    return path === "/large" ? { status: 200, body: "x".repeat(2_000) } : { raw: "<html>" };
  });
  await expect(client.request({ method: "GET", path: "/hang?x=1", deadlineMs: 100 })).rejects.toThrow(
    new KubeError("GET /hang: no answer within 0.1 s"),
  );
  await expect(client.request({ method: "GET", path: "/large", maxBytes: 1_000 })).rejects.toThrow(
    "GET /large: answer is larger than 1000 bytes",
  );
  await expect(client.request({ method: "POST", path: "/page", body: {} })).rejects.toThrow(
    "POST /page: answer 200 is not JSON",
  );
});

test("a server that the CA has not signed is not talked to", async () => {
  const server = await startApiServer(() => ({ status: 200, body: {} }));
  closers.push(server.close);
  const { path } = serviceAccountDirectory("secret");
  // The certificate names 127.0.0.1 and localhost only.
  const env = { ...podEnv(server.url), KUBERNETES_SERVICE_HOST: "127.0.0.2" };
  const client = createKubeClient(inClusterCredentials({ env, directory: path }));
  await expect(client.request({ method: "GET", path: "/version", deadlineMs: 2_000 })).rejects.toThrow(KubeError);
  expect(server.requests).toEqual([]);
});
