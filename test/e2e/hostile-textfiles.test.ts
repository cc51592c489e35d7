import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SIGHTGLASS } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import { startHttpServer, type HttpServerProcess } from "../servers/http-server.ts";

const GIB = 1024 ** 3;
/** How long a scrape of such a folder may take. */
const LIMIT_MS = 3000;
/** Nobody's user: it may not read what belongs to root. */
const NOBODY = ["--reuid=65534", "--regid=65534", "--clear-groups"];

const folder = mkdtempSync(join(tmpdir(), "sightglass-textfiles-"));
const at = (name: string): string => join(folder, name);
let socket: Server;
let agent: HttpServerProcess;

beforeAll(async () => {
  if (process.getuid?.() !== 0) throw new Error("a device and another user's file can be made as root only");
  ensureBuilt();
  chmodSync(folder, 0o755);
  writeFileSync(at("good.prom"), "# HELP jobs_total Jobs.\n# TYPE jobs_total counter\njobs_total 3\n");
  writeFileSync(at("half.prom"), "before 1\nbroken{ 2\nafter 3\n");
  writeFileSync(
    at("other-help.prom"),
    '# HELP jobs_total Finished.\n# TYPE jobs_total counter\njobs_total{queue="b"} 4\n',
  );
  writeFileSync(at("secret.prom"), "secret 1\n");
  chmodSync(at("secret.prom"), 0o600);
  mkdirSync(at("folder.prom"));
  execFileSync("mkfifo", [at("pipe.prom")]);
  // The numbers of /dev/zero, whose content has no end.
  execFileSync("mknod", [at("device.prom"), "c", "1", "5"]);
  symlinkSync("endless.prom", at("endless.prom"));
  symlinkSync("/proc/kmsg", at("log.prom"));
  writeFileSync(at("huge.prom"), "");
  truncateSync(at("huge.prom"), GIB);
  socket = createServer();
  await new Promise<void>((resolve) => {
    socket.listen(at("socket.prom"), resolve);
  });
  agent = await startHttpServer(
    (address) => ({
      name: "sightglass-node",
      // The bin's first line sets Node's flags; root's home may be closed to the user, so that the code is called as is.
      command: "setpriv",
      args: [
        ...NOBODY,
        SIGHTGLASS,
        "node",
        `--web.listen-address=${address}`,
        `--collector.textfile.directory=${folder}`,
      ],
    }),
    { path: "/-/healthy" },
  );
}, 400_000);

afterAll(async () => {
  await agent?.stop();
  socket?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function scrape(query = ""): Promise<{ readonly text: string; readonly tookMs: number }> {
  const startedAt = performance.now();
  const response = await fetch(`${agent.url}/metrics${query}`, { signal: AbortSignal.timeout(10_000) });
  expect(response.status).toBe(200);
  return { text: await response.text(), tookMs: performance.now() - startedAt };
}

test("a folder of everything that is no file costs nothing but itself, in time and in series", async () => {
  for (let time = 0; time < 3; time += 1) {
    const { text, tookMs } = await scrape();
    expect(tookMs).toBeLessThan(LIMIT_MS);
    for (const line of [
      "jobs_total 3",
      // Padded, as the family's other series has the label.
      'jobs_total{queue="b"} 4',
      "before 1",
      "after 3",
      "node_textfile_scrape_error 1",
      'node_scrape_collector_success{collector="textfile"} 1',
      'node_scrape_collector_status{collector="textfile",reason="ok"} 1',
      'node_scrape_collector_success{collector="loadavg"} 1',
    ]) {
      expect(text.split("\n")).toContain(line);
    }
    expect(text).not.toMatch(/^secret/m);
    const faults = Object.fromEntries(
      [...text.matchAll(/^node_textfile_file_error\{file="(.*)"\} (\d)$/gm)].map(([, path = "", value]) => [
        path.slice(folder.length + 1),
        value,
      ]),
    );
    expect(faults).toEqual({
      "device.prom": "1",
      "endless.prom": "1",
      "folder.prom": "1",
      "good.prom": "0",
      "half.prom": "1",
      "huge.prom": "1",
      "log.prom": "1",
      "other-help.prom": "1",
      "pipe.prom": "1",
      "secret.prom": "1",
      "socket.prom": "1",
    });
    const times = [...text.matchAll(/^node_textfile_mtime_seconds\{file="(.*)"\}/gm)].map(([, path = ""]) => path);
    expect(times).toEqual([at("good.prom"), at("other-help.prom")]);
  }
});

test("many scrapers at once are answered in time, too", async () => {
  const pages = await Promise.all(Array.from({ length: 8 }, () => scrape("?collect[]=textfile")));
  for (const { text, tookMs } of pages) {
    expect(tookMs).toBeLessThan(LIMIT_MS);
    expect(text).toContain("\njobs_total 3\n");
  }
});

test("the log names each fault once, whatever the number of scrapes", () => {
  const lines = agent.log().split("\n");
  for (const [file, what] of [
    ["half.prom", "half.prom:2:"],
    ["pipe.prom", "not a regular file"],
    ["secret.prom", "permission denied"],
    ["huge.prom", "larger than"],
    ["other-help.prom", "another help text"],
  ] as const) {
    const about = lines.filter((line) => line.includes(file) && line.includes("Part of a textfile is not exposed"));
    expect([file, about.length]).toEqual([file, 1]);
    expect(about[0]).toContain(what);
  }
});
