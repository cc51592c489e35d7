import { afterEach, expect, test, vi } from "vitest";
import { createLogger } from "../../src/log.ts";
import { createDelegatedAuthorization, createKubeClient, inClusterCredentials } from "../../src/kube/index.ts";
import { ask, serveLoopback } from "../loopback-server.ts";
import { podEnv, serviceAccountDirectory, startApiServer, type Answer, type ReviewRequest } from "./api-server.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

const prometheus = { username: "system:serviceaccount:monitoring:prometheus", groups: ["system:authenticated"] };

/** Verdicts as an API server gives them: one token that is known and may GET /metrics. */
function verdict({ body }: ReviewRequest): Answer {
  const spec = body?.spec ?? {};
  if (body?.kind === "TokenReview") {
    const known = spec["token"] === "good" || spec["token"] === "poor";
    return {
      status: 201,
      body: { status: known ? { authenticated: true, user: { ...prometheus, uid: spec["token"] } } : {} },
    };
  }
  const { path, verb } = spec["nonResourceAttributes"] as { path: string; verb: string };
  return {
    status: 201,
    body: { status: { allowed: spec["uid"] === "good" && path === "/metrics" && verb === "get" } },
  };
}

async function filtered(answer: (request: ReviewRequest) => Answer, nowMs?: () => number) {
  const api = await startApiServer(answer);
  const logged: string[] = [];
  const { path } = serviceAccountDirectory("agent");
  const filter = createDelegatedAuthorization({
    client: createKubeClient(inClusterCredentials({ env: podEnv(api.url), directory: path })),
    log: createLogger({ level: "error", format: "logfmt", write: (line) => void logged.push(line) }),
    ...(nowMs !== undefined && { nowMs }),
  });
  const server = await serveLoopback((request, response) => filter(request, response, () => response.end("served")));
  closers.push(() => server.close(), api.close);
  const status = async (target: string, token?: string, method = "GET"): Promise<number> =>
    (await ask(server, target, { method, headers: token === undefined ? {} : { authorization: token } })).status;
  return { api, server, status, logged };
}

test("the API server's verdicts decide: 200, 401, 403", async () => {
  const { status, api, server } = await filtered(verdict);
  expect(await status("/metrics?collect[]=cpu", "Bearer good")).toBe(200);
  expect(await status("/metrics", "bearer good")).toBe(200);
  expect(await status("/metrics", "Bearer poor")).toBe(403);
  expect(await status("/", "Bearer good")).toBe(403);
  expect(await status("/metrics", "Bearer good", "POST")).toBe(403);
  expect(await status("/metrics", "Bearer unknown")).toBe(401);
  const answered = await ask(server, "/metrics");
  expect([answered.status, answered.headers["www-authenticate"]]).toEqual([401, "Bearer"]);
  const [token, access] = api.requests as [ReviewRequest, ReviewRequest];
  expect(token).toMatchObject({
    path: "/apis/authentication.k8s.io/v1/tokenreviews",
    authorization: "Bearer agent",
    body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenReview", spec: { token: "good" } },
  });
  expect(access).toMatchObject({
    path: "/apis/authorization.k8s.io/v1/subjectaccessreviews",
    body: {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SubjectAccessReview",
      spec: {
        user: prometheus.username,
        groups: prometheus.groups,
        uid: "good",
        nonResourceAttributes: { path: "/metrics", verb: "get" },
      },
    },
  });
});

test("malformed credentials never reach the API server", async () => {
  const { status, api } = await filtered(verdict);
  for (const header of ["good", "Bearer", "Bearer ", "Bearer a b", "Basic Z29vZDo=", "Bearer \u00e4", "Bearer,good"]) {
    expect(await status("/metrics", header)).toBe(401);
  }
  expect(api.requests).toEqual([]);
});

test("probes need no token", async () => {
  const { status, api } = await filtered(verdict);
  expect(await status("/-/healthy")).toBe(200);
  expect(await status("/-/ready?x=1")).toBe(200);
  expect(await status("/-/reload")).toBe(401);
  expect(await status("/-/healthy/../reload")).toBe(401);
  expect(api.requests).toEqual([]);
});

test("a verdict is asked for once a minute, a refusal every ten seconds", async () => {
  let nowMs = 0;
  const { status, api } = await filtered(verdict, () => nowMs);
  const kinds = (): (string | undefined)[] => api.requests.splice(0).map(({ body }) => body?.kind);
  await status("/metrics", "Bearer good");
  expect(kinds()).toEqual(["TokenReview", "SubjectAccessReview"]);
  nowMs = 59_999;
  expect(await status("/metrics", "Bearer good")).toBe(200);
  expect(kinds()).toEqual([]);
  nowMs = 60_000;
  await status("/metrics", "Bearer good");
  expect(kinds()).toEqual(["TokenReview", "SubjectAccessReview"]);
  await status("/metrics", "Bearer unknown");
  await status("/metrics", "Bearer unknown");
  expect(kinds()).toEqual(["TokenReview"]);
  nowMs += 10_000;
  await status("/metrics", "Bearer unknown");
  expect(kinds()).toEqual(["TokenReview"]);
});

test("requests that come together share one review", async () => {
  const { status, api } = await filtered(verdict);
  const statuses = await Promise.all(Array.from({ length: 20 }, () => status("/metrics", "Bearer good")));
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(api.requests.map(({ body }) => body?.kind)).toEqual(["TokenReview", "SubjectAccessReview"]);
});

test("a flood of random tokens costs a token that was good nothing, even once its verdict ran out", async () => {
  let nowMs = 0;
  let flooded = false;
  // While the flood lasts, the API server is too slow to answer any of it.
  const { status, api } = await filtered(
    (request) => {
      const isRandom = String(request.body?.spec?.["token"]).startsWith("random");
      return flooded && isRandom ? "hang" : verdict(request);
    },
    () => nowMs,
  );
  expect(await status("/metrics", "Bearer good")).toBe(200);
  for (let round = 0; round < 60; round += 1) {
    const answers = Array.from({ length: 20 }, (_, index) => status("/metrics", `Bearer random-${round}-${index}`));
    expect(new Set(await Promise.all(answers))).toEqual(new Set([401]));
  }
  const asked = api.requests.length;
  expect(await status("/metrics", "Bearer good")).toBe(200);
  expect(api.requests.length).toBe(asked);
  flooded = true;
  nowMs = 60_000;
  const hanging = Array.from({ length: 24 }, (_, index) => status("/metrics", `Bearer random-${index}`));
  await vi.waitFor(() => expect(api.requests.length).toBe(asked + 24), 10_000);
  expect(await status("/metrics", "Bearer random-more")).toBe(503);
  expect(await status("/metrics", "Bearer good")).toBe(200);
  api.dropConnections();
  expect(new Set(await Promise.all(hanging))).toEqual(new Set([503]));
}, 60_000);

test("requests without a verdict are logged once in ten seconds, with their number", async () => {
  let nowMs = 0;
  const { status, logged } = await filtered(
    () => ({ status: 500, body: {} }),
    () => nowMs,
  );
  for (let index = 0; index < 5; index += 1) expect(await status("/metrics", `Bearer random-${index}`)).toBe(503);
  nowMs = 10_000;
  expect(await status("/metrics", "Bearer random")).toBe(503);
  expect(logged.map((line) => /gave no verdict.* requests=(\d+)/.exec(line)?.[1])).toEqual(["1", "5"]);
});

test("without a verdict nobody is let in", async () => {
  for (const body of [null, {}, { status: null }, "text", { status: { authenticated: "true", user: prometheus } }]) {
    const { status } = await filtered(() => ({ status: 201, body }));
    expect(await status("/metrics", "Bearer good")).not.toBe(200);
  }
  const { status } = await filtered(() => ({ status: 403, body: { message: "may not create tokenreviews" } }));
  expect(await status("/metrics", "Bearer good")).toBe(503);
  const granting = (request: ReviewRequest): Answer =>
    request.body?.kind === "TokenReview"
      ? verdict(request)
      : { status: 201, body: { status: { allowed: true, denied: true } } };
  expect(await (await filtered(granting)).status("/metrics", "Bearer good")).toBe(403);
});
