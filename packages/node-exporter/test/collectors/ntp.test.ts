import { createSocket } from "node:dgram";
import { expect, onTestFinished, test } from "vitest";
import { ntp } from "../../src/collectors/ntp.ts";
import { collectOnce, fixtureHost, instantiate } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

/** Seconds from 1900 to 1970. */
const UNIX_EPOCH = 2_208_988_800;

/** A Unix time in NTP's 64 bits. */
function ntpTime(unixSeconds: number): bigint {
  const whole = Math.floor(unixSeconds);
  return (BigInt(whole + UNIX_EPOCH) << 32n) + BigInt(Math.round((unixSeconds - whole) * 2 ** 32));
}

interface ServerClock {
  readonly first?: number;
  readonly stratum?: number;
  /** Seconds that its clock is ahead of ours. */
  readonly ahead?: number;
  /** Seconds since its clock was set. */
  readonly age?: number;
  readonly rootDelay?: number;
  readonly rootDispersion?: number;
  /** Changes the answer, or takes it away. */
  readonly alter?: (answer: Buffer) => Buffer | undefined;
}

/** A server of the protocol, by the figures of RFC 5905. */
async function serve(clock: ServerClock): Promise<{ readonly port: number; readonly questions: Buffer[] }> {
  const socket = createSocket("udp4");
  const questions: Buffer[] = [];
  socket.on("message", (question, from) => {
    questions.push(question);
    const now = Date.now() / 1000 + (clock.ahead ?? 0);
    const bytes = Buffer.alloc(48);
    bytes[0] = clock.first ?? 0b00_100_100;
    bytes[1] = clock.stratum ?? 2;
    bytes.writeUInt32BE(Math.round((clock.rootDelay ?? 0.25) * 65_536), 4);
    bytes.writeUInt32BE(Math.round((clock.rootDispersion ?? 0.5) * 65_536), 8);
    bytes.writeBigUInt64BE(ntpTime(now - (clock.age ?? 10)), 16);
    question.copy(bytes, 24, 40, 48);
    bytes.writeBigUInt64BE(ntpTime(now), 32);
    bytes.writeBigUInt64BE(ntpTime(now), 40);
    const answer = clock.alter === undefined ? bytes : clock.alter(bytes);
    if (answer !== undefined) socket.send(answer, from.port, from.address);
  });
  await new Promise<void>((resolve) => {
    socket.bind(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => void socket.close());
  return { port: socket.address().port, questions };
}

const host = () => fixtureHost(temporaryTree({}));

async function valuesOf(
  clock: ServerClock,
  options: Readonly<Record<string, unknown>> = {},
): Promise<Record<string, number>> {
  const { port } = await serve(clock);
  const given = { port, offsetToleranceMs: 50, ...options };
  const { samples } = await collectOnce(ntp, given, host());
  return Object.fromEntries(samples.map(({ name, value }) => [name.replace("node_ntp_", ""), value]));
}

test("what the server tells of itself, and what the exchange tells of the two clocks", async () => {
  const before = Date.now() / 1000;
  const values = await valuesOf({ ahead: 5, age: 100 }, { offsetToleranceMs: 6000 });
  expect(Object.keys(values).toSorted()).toEqual([
    "leap",
    "offset_seconds",
    "reference_timestamp_seconds",
    "root_delay_seconds",
    "root_dispersion_seconds",
    "rtt_seconds",
    "sanity",
    "stratum",
  ]);
  expect(values).toMatchObject({
    stratum: 2,
    leap: 0,
    root_delay_seconds: 0.25,
    root_dispersion_seconds: 0.5,
    sanity: 1,
  });
  // The server's clock shows whole milliseconds.
  expect(values["offset_seconds"]).toBeCloseTo(5, 1);
  expect(values["rtt_seconds"]).toBeGreaterThan(0);
  expect(values["rtt_seconds"]).toBeLessThan(0.5);
  expect(values["reference_timestamp_seconds"]).toBeGreaterThan(before - 95.1);
  expect(values["reference_timestamp_seconds"]).toBeLessThan(before - 94);
});

test("the question is one of a client in the version asked for, with a number that is new each time", async () => {
  const { port, questions } = await serve({});
  const collector = instantiate(ntp, { port, version: 3, offsetToleranceMs: 50 }, host());
  await collector.collect();
  await collector.collect();
  expect(questions.map((question) => [question.length, question[0]])).toEqual([
    [48, 0b00_011_011],
    [48, 0b00_011_011],
  ]);
  const [one, other] = questions.map((question) => question.subarray(40));
  expect(one).not.toEqual(other);
});

test.each<[string, ServerClock, Readonly<Record<string, unknown>>, number]>([
  ["well", {}, {}, 1],
  ["not synchronised", { first: 0b11_100_100 }, {}, 0],
  ["stratum 0, a kiss of death", { stratum: 0 }, {}, 0],
  ["stratum 15", { stratum: 15 }, {}, 1],
  ["stratum 16", { stratum: 16 }, {}, 0],
  ["set longer ago than 2^17 seconds", { age: 131_073 }, {}, 0],
  ["set in the future", { age: -5 }, {}, 0],
  ["too far from its reference clock", { rootDispersion: 3.5 }, {}, 0],
  ["as far as another limit allows", { rootDispersion: 3.5 }, { maxDistanceMs: 5000 }, 1],
  ["dispersion over 16 s, whatever the limit", { rootDispersion: 16 }, { maxDistanceMs: 60_000 }, 0],
  ["half a second ahead", { ahead: 0.5 }, {}, 0],
  ["half a second behind", { ahead: -0.5 }, {}, 0],
  ["half a second ahead, and a leap second today", { ahead: 0.5, first: 0b01_100_100 }, {}, 1],
])("sanity of a clock that is %s", async (_what, clock, options, sanity) => {
  expect((await valuesOf(clock, options))["sanity"]).toBe(sanity);
});

test("the day after an announced leap second is still tolerated", async () => {
  let first = 0b10_100_100;
  const { port } = await serve({
    ahead: 0.5,
    alter: (bytes) => {
      bytes[0] = first;
      return bytes;
    },
  });
  const collector = instantiate(ntp, { port, offsetToleranceMs: 50 }, host());
  const sanity = async (): Promise<number | undefined> =>
    (await collector.collect()).samples.find(({ name }) => name === "node_ntp_sanity")?.value;
  expect(await sanity()).toBe(1);
  first = 0b00_100_100;
  expect(await sanity()).toBe(1);
});

test.each<[string, (answer: Buffer) => Buffer | undefined, string]>([
  [
    "is not one of a server",
    (bytes) => Buffer.concat([Buffer.from([0b00_100_011]), bytes.subarray(1)]),
    "invalid mode in response",
  ],
  ["answers another question", (bytes) => bytes.fill(1, 24, 32), "server response didn't match request"],
  ["has no time", (bytes) => bytes.fill(0, 40, 48), "invalid transmit time in response"],
  ["was sent before the question came", (bytes) => bytes.fill(0xff, 32, 40), "server clock ticked backwards"],
  ["is cut short", (bytes) => bytes.subarray(0, 47), "NTP packet: it has 47 bytes of 48"],
  ["does not come", () => undefined, "no answer within 1 s"],
])("an answer that %s is an error", async (_what, alter, message) => {
  const { port } = await serve({ alter });
  await expect(collectOnce(ntp, { port }, host())).rejects.toThrow(`couldn't get SNTP reply: ${message}`);
});

test("no server is an error, and the scrape's end ends the wait", async () => {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => {
    socket.bind(0, "127.0.0.1", resolve);
  });
  const { port } = socket.address();
  const target = host();
  const state = ntp.setup(
    { server: "127.0.0.1", port, version: 4, isLocal: false, ttl: 1, maxDistanceMs: 1, offsetToleranceMs: 1 } as never,
    target,
  );
  const signal = AbortSignal.timeout(50);
  await expect(ntp.read(target, signal, state as never)).rejects.toMatchObject({ name: "TimeoutError" });
  await new Promise<void>((resolve) => {
    socket.close(resolve);
  });
  await expect(collectOnce(ntp, { port }, host())).rejects.toThrow(/couldn't get SNTP reply: .*ECONNREFUSED/);
});

test.each<[Readonly<Record<string, unknown>>, string]>([
  [{ server: "192.0.2.1" }, "only IP address of local NTP server is valid for --collector.ntp.server"],
  [{ server: "localhost" }, "only IP address of local NTP server is valid for --collector.ntp.server"],
  [{ version: 1 }, "invalid NTP protocol version 1; must be 2, 3, or 4"],
  [{ version: 5 }, "invalid NTP protocol version 5; must be 2, 3, or 4"],
  [{ offsetToleranceMs: -1 }, "offset tolerance must be non-negative"],
  [{ port: 0 }, "invalid NTP port number 0; must be between 1 and 65535 inclusive"],
  [{ port: 65_536 }, "invalid NTP port number 65536; must be between 1 and 65535 inclusive"],
])("%j is refused at start, in upstream's words", (options, message) => {
  expect(() => instantiate(ntp, options, host())).toThrow(message);
});

test("a server that is said to be local may have a name and a port of its own", async () => {
  const { port } = await serve({});
  const warnings: string[] = [];
  const given = { server: `localhost:${port}`, port: 1, isLocal: true, offsetToleranceMs: 50 };
  const { lines } = await collectOnce(ntp, given, { ...host(), warn: (message) => warnings.push(message) });
  expect(lines).toContain("node_ntp_stratum 2");
  expect(warnings).toEqual(["This collector is deprecated and will be removed in the next major version release."]);
});
