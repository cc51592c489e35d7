import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request as plainRequest } from "node:http";
import type { IncomingHttpHeaders, RequestOptions } from "node:http";
import { request as secureRequest } from "node:https";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startWebServer } from "../../src/web/index.ts";
import type { WebLog, WebServer, WebServerOptions } from "../../src/web/index.ts";

/** The path of a test certificate or key. */
export function fixture(name: string): string {
  return join(import.meta.dirname, "fixtures", name);
}

export function fixtureText(name: string): string {
  return readFileSync(fixture(name), "utf8");
}

export interface LoggedLine {
  readonly level: "info" | "warn" | "error";
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A log that keeps its lines. */
export function keepLog(): WebLog & { readonly lines: LoggedLine[] } {
  const lines: LoggedLine[] = [];
  const write =
    (level: LoggedLine["level"]) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      lines.push({ level, message, fields });
    };
  return { lines, info: write("info"), warn: write("warn"), error: write("error") };
}

/** Servers and folders that a test leaves behind; `clean` is for afterEach. */
export class Harness {
  readonly log: ReturnType<typeof keepLog> = keepLog();
  readonly #servers: WebServer[] = [];
  readonly #folders: string[] = [];

  async start(options: Partial<WebServerOptions> = {}): Promise<WebServer> {
    const server = await startWebServer({
      app: (_request, response) => response.end("ok"),
      listenAddresses: ["127.0.0.1:0"],
      systemdSocket: false,
      log: this.log,
      ...options,
    });
    this.#servers.push(server);
    return server;
  }

  folder(): string {
    const folder = mkdtempSync(join(tmpdir(), "web-test-"));
    this.#folders.push(folder);
    return folder;
  }

  /** Writes a web configuration file into a new folder. */
  config(text: string): string {
    const file = join(this.folder(), "web.yml");
    writeFileSync(file, text);
    return file;
  }

  async clean(): Promise<void> {
    await Promise.all(this.#servers.splice(0).map((server) => server.close(0)));
    for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true });
    this.log.lines.length = 0;
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface RequestSettings extends RequestOptions {
  readonly body?: string | Buffer;
  readonly ca?: string;
  readonly servername?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly minVersion?: "TLSv1" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3";
  readonly maxVersion?: "TLSv1" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3";
  readonly ciphers?: string;
  readonly ecdhCurve?: string;
}

/** One request on a connection of its own unless an agent is given; rejects when the connection fails. */
export function send(address: string, settings: RequestSettings = {}): Promise<Answer> {
  const separator = address.lastIndexOf(":");
  const { body, ...options } = settings;
  const target = {
    host: address.slice(0, separator),
    port: Number(address.slice(separator + 1)),
    path: "/",
    agent: false as const,
    timeout: 10_000,
    ...options,
  };
  return new Promise((resolve, reject) => {
    const make = settings.ca === undefined ? plainRequest : secureRequest;
    const request = make(target, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        });
      });
    });
    request.on("timeout", () => request.destroy(new Error("no answer in time")));
    request.on("error", reject);
    request.end(body);
  });
}

/** A raw connection that keeps what it receives. */
export class RawClient {
  readonly socket: Socket;
  received = "";
  readonly closed: Promise<void>;

  constructor(address: string) {
    const separator = address.lastIndexOf(":");
    this.socket = connect({ host: address.slice(0, separator), port: Number(address.slice(separator + 1)) });
    this.socket.on("data", (chunk) => {
      this.received += chunk.toString("latin1");
    });
    // A connection that the server cuts may end by a reset; either way it closes.
    this.socket.on("error", () => {});
    this.closed = new Promise((resolve) => {
      this.socket.once("close", () => resolve());
    });
  }

  write(text: string): void {
    this.socket.write(text, "latin1");
  }
}

/** Waits until a condition holds; fails after `timeoutMs`. */
export async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 5_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`condition did not hold within ${timeoutMs} ms`);
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}

/** An Authorization field of the Basic scheme. */
export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}
