import { ParseError } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import { dumpInTurns, withNetlink, type NetlinkConnection } from "../../../src/native/netlink/connection.ts";
import { SystemError } from "../../../src/native/system-error.ts";
import { DONE, failure, fakeKernel, message, type Answer, type Responder } from "../../support/fake-kernel.ts";

const REQUEST = { name: "RTM_GETLINK", type: 18, body: Buffer.from([1, 2, 3, 4]) };
const decode = (data: Buffer, start: number, end: number): string => data.toString("latin1", start, end);
const row = (value: string, flags?: number): Answer => ({
  type: 16,
  body: Buffer.from(value),
  ...(flags !== undefined && { flags }),
});
const dump = (connection: NetlinkConnection) => connection.dump(REQUEST, decode);

/** Runs a question against scripted answers, and sees to it that the socket is closed afterwards. */
function ask(respond: Responder, question: (connection: NetlinkConnection) => unknown = dump): unknown {
  const kernel = fakeKernel(respond);
  try {
    return withNetlink(kernel, 0, question);
  } finally {
    expect(kernel.openSockets()).toBe(0);
  }
}

test("a dump asks for all, and ends with NLMSG_DONE in whichever datagram", () => {
  const asked: unknown[] = [];
  const rows = ask((request) => {
    asked.push({ ...request, body: request.body.toString("hex") });
    return [[row("aa"), row("bb")], [row("cc")], [DONE]];
  });
  expect(rows).toEqual(["aa", "bb", "cc"]);
  expect(asked).toEqual([{ type: 18, flags: 0x301, body: "01020304" }]);
});

test("what is behind the end belongs to nobody", () => {
  expect(ask(() => [[row("aa"), DONE, row("bb")]])).toEqual(["aa"]);
});

test("rows that the decoder does not want are left out", () => {
  const odd = (connection: NetlinkConnection) =>
    connection.dump(REQUEST, (data, start, end) => (end - start === 2 ? decode(data, start, end) : undefined));
  expect(ask(() => [[row("aa"), row("bbb"), row("cc"), DONE]], odd)).toEqual(["aa", "cc"]);
});

test("one thing is asked for with an acknowledgement, which ends the answer", () => {
  const flags: number[] = [];
  const rows = ask(
    (request) => {
      flags.push(request.flags);
      return [[row("only", 0)], [failure(0)]];
    },
    (connection) => connection.get(REQUEST, decode),
  );
  expect(rows).toEqual(["only"]);
  expect(flags).toEqual([0x5]);
});

describe("a refusal", () => {
  test.each([
    [1, "EPERM"],
    [2, "ENOENT"],
    [95, "ENOTSUP"],
  ])("with error %i is SystemError %s", (errno, code) => {
    let error: unknown;
    try {
      ask(() => [[failure(errno)]]);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(SystemError);
    expect(error).toMatchObject({ code, syscall: "RTM_GETLINK" });
  });

  test("may stand in NLMSG_DONE, after rows", () => {
    const done = Buffer.alloc(4);
    done.writeInt32LE(-22);
    expect(() => ask(() => [[row("aa"), { type: 3, body: done }]])).toThrow("RTM_GETLINK: invalid argument");
  });
});

describe("a list that changed while it was read", () => {
  const INTERRUPTED = 0x12;

  test("is read again, and the first reading forgotten", () => {
    let asked = 0;
    const rows = ask(() => {
      asked += 1;
      return asked === 1 ? [[row("old")], [row("older", INTERRUPTED), DONE]] : [[row("new"), DONE]];
    });
    expect([rows, asked]).toEqual([["new"], 2]);
  });

  test("again and again is taken as it is in the end", () => {
    let asked = 0;
    const rows = ask(() => {
      asked += 1;
      return [[row(`try ${asked}`)], [{ ...DONE, flags: INTERRUPTED }]];
    });
    expect([rows, asked]).toEqual([["try 3"], 3]);
  });
});

test("answers to an earlier request are passed over", () => {
  const kernel = fakeKernel(() => [[row("mine"), DONE]]);
  const socket = kernel.openNetlinkSocket(0);
  const stray = Buffer.concat([message(row("stray"), 77), message(DONE, 77)]);
  let first = true;
  const rows = withNetlink(
    {
      ...kernel,
      openNetlinkSocket: () => ({
        ...socket,
        receive(waitMs) {
          if (!first) return socket.receive(waitMs);
          first = false;
          return stray;
        },
      }),
    },
    0,
    dump,
  );
  expect(rows).toEqual(["mine"]);
});

test("a kernel that does not answer costs a timeout, and nothing is left open", () => {
  let error: unknown;
  try {
    ask(() => [[row("aa")]]);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({ name: "TimeoutError", message: expect.stringContaining("RTM_GETLINK") as string });
});

test("garbage is a ParseError", () => {
  const kernel = fakeKernel(() => []);
  const broken = {
    ...kernel,
    openNetlinkSocket: (protocol: number) => ({
      ...kernel.openNetlinkSocket(protocol),
      receive: () => Buffer.from("not netlink"),
    }),
  };
  expect(() => withNetlink(broken, 0, dump)).toThrow(ParseError);
  expect(kernel.openSockets()).toBe(0);
});

test("lost data is told, not passed over", () => {
  expect(() => ask(() => [[{ type: 4, body: Buffer.alloc(0) }]])).toThrow(ParseError);
});

test("messages without meaning are", () => {
  expect(ask(() => [[{ type: 1, body: Buffer.alloc(4) }, row("aa"), DONE]])).toEqual(["aa"]);
});

describe("a long list", () => {
  /** A kernel that answers with many datagrams, and takes its time for each. */
  function slowKernel(datagrams: number) {
    const kernel = fakeKernel(() => [...Array.from({ length: datagrams }, (_, index) => [row(String(index))]), [DONE]]);
    const socket = kernel.openNetlinkSocket(0);
    const receive = (waitMs: number): Buffer | undefined => {
      const until = performance.now() + 5;
      while (performance.now() < until);
      return socket.receive(waitMs);
    };
    return { kernel, socket: { ...socket, receive } };
  }

  test("lets others have their turn while it is read", async () => {
    const { kernel, socket } = slowKernel(40);
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const rows = await dumpInTurns(socket, REQUEST, decode, new AbortController().signal);
    clearInterval(timer);
    expect(rows).toEqual(Array.from({ length: 40 }, (_, index) => String(index)));
    expect(turns).toBeGreaterThanOrEqual(3);
    expect(kernel.openSockets()).toBe(0);
  });

  test("ends when the scrape does", async () => {
    const { kernel, socket } = slowKernel(10_000);
    await expect(dumpInTurns(socket, REQUEST, decode, AbortSignal.timeout(20))).rejects.toMatchObject({
      name: "TimeoutError",
    });
    expect(kernel.openSockets()).toBe(0);
  });

  test("is not begun when the scrape has ended", async () => {
    const { kernel, socket } = slowKernel(1);
    await expect(dumpInTurns(socket, REQUEST, decode, AbortSignal.abort())).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(kernel.openSockets()).toBe(0);
  });

  test("of which nothing more comes costs a timeout", async () => {
    const kernel = fakeKernel(() => [[row("aa")]]);
    await expect(
      dumpInTurns(kernel.openNetlinkSocket(0), REQUEST, decode, new AbortController().signal),
    ).rejects.toMatchObject({ name: "TimeoutError" });
    expect(kernel.openSockets()).toBe(0);
  });
});
