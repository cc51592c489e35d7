import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DeniedError, NoDataError } from "@sightglass/metrics-registry";
import { expect, onTestFinished, test } from "vitest";
import { supervisord } from "../../src/collectors/supervisord.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

interface Process {
  readonly name: string;
  readonly group: string;
  readonly state: number;
  readonly exit: number;
  readonly start: number;
}

const member = (name: string, value: string): string =>
  `<member>\n<name>${name}</name>\n<value>${value}</value>\n</member>\n`;

/** As Python's xmlrpc writes what supervisord's documentation describes. */
function response(processes: readonly Process[]): string {
  const structs = processes.map(
    ({ name, group, state, exit, start }) =>
      `<value><struct>\n${member("name", `<string>${name}</string>`)}${member("group", `<string>${group}</string>`)}` +
      `${member("start", `<int>${start}</int>`)}${member("stop", "<int>0</int>")}${member("now", "<int>1200361812</int>")}` +
      `${member("state", `<int>${state}</int>`)}${member("statename", "<string>X</string>")}` +
      `${member("spawnerr", "<string></string>")}${member("exitstatus", `<int>${exit}</int>`)}` +
      `${member("pid", "<int>1</int>")}</struct></value>\n`,
  );
  return `<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n<value><array><data>\n${structs.join("")}</data></array></value>\n</param>\n</params>\n</methodResponse>\n`;
}

const PROCESSES: readonly Process[] = [
  { name: "web", group: "site", state: 20, exit: 0, start: 1_700_000_000 },
  { name: "new", group: "site", state: 10, exit: 0, start: 1_700_000_001 },
  { name: "going", group: "site", state: 40, exit: 0, start: 1_700_000_002 },
  { name: "a&lt;b", group: "b&amp;c", state: 100, exit: 3, start: 1_700_000_003 },
  { name: "off", group: "off", state: 0, exit: -1, start: 0 },
];

async function serve(handler: RequestListener, where: { readonly path?: string } = {}): Promise<Server> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => {
    if (where.path === undefined) server.listen(0, "127.0.0.1", resolve);
    else server.listen(where.path, resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return server;
}

const urlOf = (server: Server, credentials = ""): string =>
  `http://${credentials}127.0.0.1:${(server.address() as AddressInfo).port}/RPC2`;

const host = () => fixtureHost(temporaryTree({}));

test("state, exit status and start of each process", async () => {
  const asked: string[] = [];
  const server = await serve((request, answer) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      asked.push(
        `${request.method} ${request.url} ${request.headers["content-type"]} ${/<methodName>(.*)<\/methodName>/.exec(body)?.[1]}`,
      );
      answer.setHeader("content-type", "text/xml").end(response(PROCESSES));
    });
  });
  const { lines, types } = await collectOnce(supervisord, { url: urlOf(server) }, host());
  expect(asked).toEqual(["POST /RPC2 text/xml supervisor.getAllProcessInfo"]);
  expect(lines).toEqual([
    'node_supervisord_exit_status{group="b&c",name="a<b"} 3',
    'node_supervisord_exit_status{group="off",name="off"} -1',
    'node_supervisord_exit_status{group="site",name="going"} 0',
    'node_supervisord_exit_status{group="site",name="new"} 0',
    'node_supervisord_exit_status{group="site",name="web"} 0',
    'node_supervisord_start_time_seconds{group="site",name="going"} 1700000002',
    'node_supervisord_start_time_seconds{group="site",name="new"} 1700000001',
    'node_supervisord_start_time_seconds{group="site",name="web"} 1700000000',
    'node_supervisord_state{group="b&c",name="a<b"} 100',
    'node_supervisord_state{group="off",name="off"} 0',
    'node_supervisord_state{group="site",name="going"} 40',
    'node_supervisord_state{group="site",name="new"} 10',
    'node_supervisord_state{group="site",name="web"} 20',
    'node_supervisord_up{group="b&c",name="a<b"} 0',
    'node_supervisord_up{group="off",name="off"} 0',
    'node_supervisord_up{group="site",name="going"} 1',
    'node_supervisord_up{group="site",name="new"} 1',
    'node_supervisord_up{group="site",name="web"} 1',
  ]);
  expect(types.get("node_supervisord_start_time_seconds")).toBe("counter");
});

test("a unix socket, whatever path the URL has", async () => {
  const folder = temporaryTree({ "run/": "" });
  const seen: (string | undefined)[] = [];
  await serve(
    (request, answer) => {
      seen.push(request.url);
      answer.end(response(PROCESSES.slice(0, 1)));
    },
    { path: `${folder}/run/supervisor.sock` },
  );
  const { lines } = await collectOnce(supervisord, { url: `unix://${folder}/run/supervisor.sock` }, host());
  expect(lines).toContain('node_supervisord_up{group="site",name="web"} 1');
  expect(seen).toEqual(["/RPC2"]);
  await expect(collectOnce(supervisord, { url: `unix://${folder}/run/none.sock` }, host())).rejects.toThrow(
    NoDataError,
  );
});

test("user and password of the URL are sent; without them the answer is denied", async () => {
  const server = await serve((request, answer) => {
    const isKnown = request.headers.authorization === `Basic ${Buffer.from("user:s3:cret").toString("base64")}`;
    if (isKnown) answer.end(response([]));
    else answer.writeHead(401).end();
  });
  expect((await collectOnce(supervisord, { url: urlOf(server, "user:s3%3Acret@") }, host())).lines).toEqual([]);
  await expect(collectOnce(supervisord, { url: urlOf(server) }, host())).rejects.toThrow(DeniedError);
});

test.each([
  ["a bad status", (answer) => answer.writeHead(500).end(), "unable to call supervisord: HTTP status 500"],
  ["no XML-RPC", (answer) => answer.end("<html></html>"), "XML-RPC response"],
  [
    "a fault",
    (answer) =>
      answer.end(
        "<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>6</int></value></member><member><name>faultString</name><value><string>SHUTDOWN_STATE</string></value></member></struct></value></fault></methodResponse>",
      ),
    "supervisord answered with fault 6: SHUTDOWN_STATE",
  ],
  [
    "an answer without end",
    (answer) => {
      const chunk = Buffer.alloc(1024 * 1024, 0x20);
      const more = (): void => {
        while (!answer.destroyed && answer.write(chunk));
        if (!answer.destroyed) answer.once("drain", more);
      };
      more();
    },
    "the answer is longer than 8388608 bytes",
  ],
  [
    "an answer that is cut off",
    (answer) => {
      answer.writeHead(200, { "content-length": "1000" });
      answer.write("<methodResponse>", () => answer.destroy());
    },
    "unable to call supervisord",
  ],
] as const satisfies readonly (readonly [string, (answer: Parameters<RequestListener>[1]) => unknown, string])[])(
  "%s is an error",
  async (_what, respond, message) => {
    const server = await serve((_request, answer) => void respond(answer));
    await expect(collectOnce(supervisord, { url: urlOf(server) }, host())).rejects.toThrow(message);
  },
);

test("nobody there is an error, and the scrape's end ends the wait", async () => {
  const server = await serve(() => {});
  const call = supervisord.setup({ url: urlOf(server) } as never, host());
  const signal = AbortSignal.timeout(50);
  await expect(supervisord.read(host(), signal, call as never)).rejects.toMatchObject({
    name: "TimeoutError",
  });
  const url = urlOf(server);
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  await expect(collectOnce(supervisord, { url }, host())).rejects.toThrow(/unable to call supervisord: .*ECONNREFUSED/);
});

test.each(["", "localhost", "ftp://localhost/", "file:///etc/passwd"])("%j is refused at start", async (url) => {
  await expect(collectOnce(supervisord, { url }, host())).rejects.toThrow("--collector.supervisord.url must be");
});

test("a warning tells that the collector is going away", async () => {
  const warnings: unknown[] = [];
  const warned = { ...host(), warn: (...all: unknown[]) => warnings.push(all) };
  supervisord.setup({ url: "http://localhost:9001/RPC2" } as never, warned);
  expect(warnings).toEqual([
    [
      "This collector is deprecated and will be removed in the next major version release.",
      { collector: "supervisord" },
    ],
  ]);
});
