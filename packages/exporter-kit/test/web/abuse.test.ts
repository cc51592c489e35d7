import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { Agent } from "node:http";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { hashSync } from "bcryptjs";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { BasicAuthenticator } from "../../src/web/auth/basic-authenticator.ts";
import { BcryptThread } from "../../src/web/auth/bcrypt-thread.ts";
import { AuthorizationMutator, grantsAccess } from "./authorization-mutator.ts";
import { Harness, RawClient, basic, send, until } from "./web-harness.ts";

// All of this runs against loopback, with fixed counts and a deadline for each wait. The deadlines are for a machine
// that builds something else at the same time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });
const user = "alice";
const password = "correct horse";
const hash = hashSync(password, 4);
const authorization = basic(user, password);

const harness = new Harness();
const clients: RawClient[] = [];

interface Server {
  readonly process: ChildProcess;
  readonly address: string;
}
let attacked: Server;
/** The same server without attackers: how long it takes is what the machine takes. */
let undisturbed: Server;
let startRss = 0;

async function startServer(config: string): Promise<Server> {
  const child = fork(join(import.meta.dirname, "abuse-server.ts"), [config], {
    // The flags of the small runtime profile, with which the agents run.
    execArgv: [
      "--import",
      "tsx",
      "--conditions=source",
      "--no-opt",
      "--single-threaded-gc",
      "--max-semi-space-size=1",
      "--semi-space-growth-factor=1",
    ],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const [message] = (await once(child, "message")) as [{ readonly address: string }];
  return { process: child, address: message.address };
}

async function rss(): Promise<number> {
  attacked.process.send("rss");
  const [message] = (await once(attacked.process, "message")) as [{ readonly rss: number }];
  return message.rss;
}

/** Milliseconds that a whole scrape takes. */
async function scrape(server: Server): Promise<number> {
  const started = performance.now();
  const headers = { authorization, "accept-encoding": "gzip" };
  const answer = await send(server.address, { headers });
  expect(answer.status).toBe(200);
  expect(answer.headers["content-encoding"]).toBe("gzip");
  return performance.now() - started;
}

/** What has to hold after each attack. */
async function expectUnharmed(): Promise<void> {
  const tookMs = await scrape(attacked);
  // Within 1 s, on a machine where one without attackers takes some milliseconds; later where that takes longer, too.
  expect(tookMs).toBeLessThan(900 + 10 * (await scrape(undisturbed)));
  expect(await rss()).toBeLessThan(2 * startRss);
  // And in absolute terms, since the child's start holds a TypeScript loader: no more than a bare agent has.
  expect((await rss()) - startRss).toBeLessThan(48 * 1024 * 1024);
}

async function open(count: number): Promise<RawClient[]> {
  const opened: RawClient[] = [];
  for (let index = 0; index < count; index += 1) {
    const client = new RawClient(attacked.address);
    opened.push(client);
    clients.push(client);
    if (index % 100 === 99) await until(() => client.socket.readyState !== "opening", 30_000);
  }
  return opened;
}

beforeAll(async () => {
  const config = harness.config(`basic_auth_users:\n  ${user}: ${hash}\n  bob: ${hashSync("battery staple", 4)}\n`);
  [attacked, undisturbed] = await Promise.all([startServer(config), startServer(config)]);
  for (let index = 0; index < 20; index += 1) await scrape(attacked);
  for (let index = 0; index < 5; index += 1) await scrape(undisturbed);
  startRss = await rss();
});

afterEach(() => {
  for (const client of clients.splice(0)) client.socket.destroy();
});

afterAll(async () => {
  for (const { process: child } of [attacked, undisturbed]) {
    const exit = once(child, "exit");
    child.kill();
    await exit;
  }
  await harness.clean();
});

describe("a server under abuse", () => {
  it("answers a whole page to begin with", async () => {
    const plain = await send(attacked.address, { headers: { authorization } });
    expect(plain.text).toMatch(/^some_metric_total\{label="value 0"\} 0\n/u);
    const agentless = new RawClient(attacked.address);
    clients.push(agentless);
    agentless.write(
      `GET / HTTP/1.1\r\nHost: a\r\nAuthorization: ${authorization}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n`,
    );
    await agentless.closed;
    const payload = Buffer.from(agentless.received.slice(agentless.received.indexOf("\r\n\r\n") + 4), "latin1");
    expect(gunzipSync(payload).toString()).toBe(plain.text);
  });

  it("cuts slow headers", async () => {
    const slow = await open(100);
    for (const client of slow) client.write("GET / HTTP/1.1\r\nHost: a\r\nX: ");
    const drip = setInterval(() => {
      for (const client of slow) if (client.socket.writable) client.write("a");
    }, 100);
    await expectUnharmed();
    await Promise.all(slow.map((client) => client.closed));
    clearInterval(drip);
    for (const client of slow) expect(client.received).not.toContain("200 OK");
    await expectUnharmed();
  });

  it("cuts slow bodies", async () => {
    const slow = await open(100);
    const head = `POST / HTTP/1.1\r\nHost: a\r\nAuthorization: ${authorization}\r\nContent-Length: 60000\r\n\r\n`;
    for (const client of slow) client.write(head);
    const drip = setInterval(() => {
      for (const client of slow) if (client.socket.writable) client.write("a");
    }, 100);
    await expectUnharmed();
    await Promise.all(slow.map((client) => client.closed));
    clearInterval(drip);
    await expectUnharmed();
  });

  it("stands 2,000 idle connections", async () => {
    const idle = await open(2_000);
    await expectUnharmed();
    // Those above the bound were closed for newer ones, the rest when their time for headers was over.
    await Promise.all(idle.map((client) => client.closed));
    await expectUnharmed();
  });

  it("refuses 64 KB headers", async () => {
    for (let round = 0; round < 10; round += 1) {
      const large = await open(20);
      for (const client of large) client.write(`GET / HTTP/1.1\r\nHost: a\r\nX: ${"a".repeat(64 * 1024)}\r\n\r\n`);
      await Promise.all(large.map((client) => client.closed));
      for (const client of large) expect(client.received).not.toContain("200 OK");
    }
    await expectUnharmed();
  });

  it("serves bounded pipelining and cuts the rest", async () => {
    const request = `GET / HTTP/1.1\r\nHost: a\r\nAuthorization: ${authorization}\r\n\r\n`;
    for (let round = 0; round < 5; round += 1) {
      const greedy = await open(20);
      for (const client of greedy) client.write(request.repeat(1_000));
      await Promise.all(greedy.map((client) => client.closed));
    }
    const modest = await open(20);
    for (const client of modest) client.write(request.repeat(4));
    for (const client of modest) {
      await until(() => client.received.match(/HTTP\/1\.1 (?:200|503) /gu)?.length === 4, 60_000);
    }
    await expectUnharmed();
  });

  it("stands clients that go away in the middle of an answer, or do not read it", async () => {
    for (let round = 0; round < 10; round += 1) {
      const fickle = await open(30);
      for (const client of fickle) {
        client.socket.once("data", () => client.socket.destroy());
        client.write(`GET / HTTP/1.1\r\nHost: a\r\nAuthorization: ${authorization}\r\n\r\n`);
      }
      await Promise.all(fickle.map((client) => client.closed));
    }
    const deaf = await open(30);
    for (const client of deaf) {
      client.socket.pause();
      client.write(`GET / HTTP/1.1\r\nHost: a\r\nAuthorization: ${authorization}\r\n\r\n`.repeat(16));
    }
    await until(async () => {
      const answer = await send(attacked.address, { headers: { authorization } });
      return answer.status === 200;
    }, 60_000);
    await expectUnharmed();
  });

  it("lets no mutated Authorization field in, 1,000 times over HTTP", async () => {
    const mutator = new AuthorizationMutator(1, { user, password, hash });
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    const statuses = new Map<number, number>();
    const one = async (): Promise<void> => {
      const field = mutator.next();
      const answer = await send(attacked.address, { headers: { authorization: field }, agent });
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (grantsAccess(field, user, password)) expect([200, 503]).toContain(answer.status);
      else expect([401, 503]).toContain(answer.status);
    };
    for (let round = 0; round < 125; round += 1) await Promise.all(Array.from({ length: 8 }, one));
    expect([...statuses.values()].reduce((sum, count) => sum + count)).toBe(1_000);
    expect(statuses.get(401)).toBeGreaterThan(900);
    agent.destroy();
    await expectUnharmed();
  });
});

it("an authenticator lets no mutated field in, 100,000 times, within its bounds", async () => {
  const thread = new BcryptThread({ maxPending: 64, timeoutMs: 20_000, idleMs: 20_000, optimizerOff: false });
  const authenticator = new BasicAuthenticator(thread, new Map([[user, hash]]));
  const mutator = new AuthorizationMutator(2, { user, password, hash });
  expect(await authenticator.check(authorization)).toBe("accepted");
  const before = process.memoryUsage.rss();
  let wrong = 0;
  let accepted = 0;
  const one = async (): Promise<void> => {
    const field = mutator.next();
    const verdict = await authenticator.check(field);
    if (verdict === "accepted") accepted += 1;
    if ((verdict === "accepted") !== grantsAccess(field, user, password)) wrong += 1;
  };
  for (let round = 0; round < 3_125; round += 1) await Promise.all(Array.from({ length: 32 }, one));
  expect(wrong).toBe(0);
  // The mutator makes some equivalent fields too (the scheme in another case), so acceptance is tried as well.
  expect(accepted).toBeGreaterThan(100);
  expect(authenticator.remembered).toBeLessThanOrEqual(1_280);
  expect(thread.pending).toBe(0);
  expect(process.memoryUsage.rss()).toBeLessThan(2 * before);
  const started = performance.now();
  expect(await authenticator.check(authorization)).toBe("accepted");
  expect(performance.now() - started).toBeLessThan(1_000);
  thread.close();
});
