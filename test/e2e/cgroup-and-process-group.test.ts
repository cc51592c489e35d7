import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseExposition } from "@sightglass/metrics-registry";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SIGHTGLASS, startAgent } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import { startHttpServer, type HttpServerProcess } from "../servers/http-server.ts";
import { waitFor } from "../servers/wait-for.ts";

type Page = ReadonlyMap<string, number>;

const ALONE = "--collector.disable-defaults";

async function scrape(agent: HttpServerProcess): Promise<Page> {
  const page = new Map<string, number>();
  const text = await (await fetch(`${agent.url}/metrics`)).text();
  for (const { name, points } of parseExposition(text, { format: "text" })) {
    if (!/^node_(cgroup|process_group|scrape_collector)_/.test(name)) continue;
    for (const point of points) {
      if (!("value" in point)) throw new Error(`${name} is no single number`);
      const labels = point.labels.map(([label, value]) => `${label}=${JSON.stringify(value)}`).toSorted();
      page.set(labels.length === 0 ? name : `${name}{${labels.join(",")}}`, point.value);
    }
  }
  return page;
}

/** Where cgroup v2 is on this machine, by its own word. */
function cgroupMount(): string {
  const line = readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .find((one) => one.includes(" - cgroup2 "));
  const mount = line?.split(" ")[4];
  if (mount === undefined || !existsSync(`${mount}/cgroup.controllers`)) throw new Error("cgroup v2 is not mounted");
  return mount;
}

beforeAll(() => ensureBuilt(), 500_000);

describe("cgroup", () => {
  let agent: HttpServerProcess;
  beforeAll(async () => {
    agent = await startAgent({ flags: [ALONE, "--collector.cgroup", "--collector.cgroup.depth=2"] });
  });
  afterAll(() => agent?.stop());

  /** Paths of the cgroups down to a depth, listed by plain means. */
  function pathsBelow(folder: string, path: string, depth: number): readonly string[] {
    if (depth === 0) return [path];
    const names = readdirSync(folder + path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return [path, ...names.flatMap(({ name }) => pathsBelow(folder, `${path === "/" ? "" : path}/${name}`, depth - 1))];
  }
  const field = (path: string, key: string): number =>
    Number(new RegExp(`^${key}(?: .*total=| )(\\d+)$`, "m").exec(readFileSync(path, "utf8"))?.[1]);

  test("reports each cgroup down to the depth, and counts those below", async () => {
    const mount = cgroupMount();
    await waitFor("the page and the folders to be of one moment", { timeoutMs: 20_000, intervalMs: 200 }, async () => {
      const expected = pathsBelow(mount, "/", 2);
      const descendants = field(`${mount}/cgroup.stat`, "nr_descendants");
      const page = await scrape(agent);
      const usage = [...page.keys()].filter((series) => series.startsWith("node_cgroup_cpu_usage_seconds_total{"));
      const reported = expected.map((path) => `node_cgroup_cpu_usage_seconds_total{path=${JSON.stringify(path)}}`);
      const isSame =
        JSON.stringify(usage.toSorted()) === JSON.stringify(reported.toSorted()) &&
        page.get("node_cgroup_reported") === expected.length &&
        page.get('node_cgroup_omitted{reason="depth"}') === descendants + 1 - expected.length;
      return isSame || undefined;
    });
    expect((await scrape(agent)).get('node_scrape_collector_success{collector="cgroup"}')).toBe(1);
  });

  test("gives values between those read from the files before and after", async () => {
    const mount = cgroupMount();
    const path = pathsBelow(mount, "/", 1)[1];
    if (path === undefined) throw new Error("there is no cgroup below the root");
    const folder = mount + path;
    const compared = [
      ["node_cgroup_cpu_usage_seconds_total", "cpu.stat", "usage_usec"],
      ["node_cgroup_cpu_user_seconds_total", "cpu.stat", "user_usec"],
      ["node_cgroup_cpu_system_seconds_total", "cpu.stat", "system_usec"],
      ["node_cgroup_pressure_cpu_waiting_seconds_total", "cpu.pressure", "some"],
      ["node_cgroup_pressure_memory_stalled_seconds_total", "memory.pressure", "full"],
    ].filter(([, file]) => existsSync(`${folder}/${file}`)) as [string, string, string][];
    expect(compared.length).toBeGreaterThanOrEqual(3);
    const read = (): readonly number[] => compared.map(([, file, key]) => field(`${folder}/${file}`, key) / 1_000_000);
    const before = read();
    const page = await scrape(agent);
    const after = read();
    for (const [at, [name]] of compared.entries()) {
      const value = page.get(`${name}{path=${JSON.stringify(path)}}`);
      expect([name, value !== undefined && value >= (before[at] as number) && value <= (after[at] as number)]).toEqual([
        name,
        true,
      ]);
    }
  });

  test("reads the same files again, without opening more of them in each scrape", async () => {
    const open = (): number => readdirSync(`/proc/${agent.pid}/fd`).length;
    for (let times = 0; times < 5; times += 1) await scrape(agent);
    const before = open();
    for (let times = 0; times < 50; times += 1) await scrape(agent);
    // Cgroups of others may come meanwhile, each with some files.
    expect(open() - before).toBeLessThan(50);
  });
});

describe("process_group", () => {
  const GROUP = "sg-worker";
  const folder = mkdtempSync(join(tmpdir(), "sightglass-e2e-group-"));
  const children: ChildProcess[] = [];
  let agent: HttpServerProcess;

  /** Starts a program under a name of its own; the kernel takes it from the file. */
  function start(name: string, args: readonly string[]): ChildProcess {
    const program = join(folder, name);
    if (!existsSync(program)) {
      copyFileSync(args[0] as string, program);
      chmodSync(program, 0o755);
    }
    const child = spawn(program, args.slice(1), { stdio: "ignore" });
    children.push(child);
    return child;
  }
  async function end(child: ChildProcess): Promise<void> {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  }
  const burn = ["/bin/bash", "-c", "while :; do :; done"] as const;
  const of = (name: string, group: string, more = ""): string => `node_process_group_${name}{group="${group}"${more}}`;

  beforeAll(async () => {
    agent = await startAgent({
      flags: [
        ALONE,
        "--collector.process_group",
        "--collector.process_group.smaps",
        `--collector.process_group.match=work=^${GROUP}$`,
        "--collector.process_group.match=strange=^a\\) \\(b",
        "--collector.process_group.match=arguments=cmdline:^sleep 98765( |$)",
      ],
    });
  });
  afterAll(async () => {
    await Promise.all(children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null).map(end));
    await agent?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("follows a group over the ends of its processes, with counters that never shrink", async () => {
    expect((await scrape(agent)).get(of("processes", "work"))).toBe(0);
    const [one, other] = [start(GROUP, burn), start(GROUP, burn)];
    const user = of("cpu_seconds_total", "work", ',mode="user"');
    const first = await waitFor("both to have worked", { timeoutMs: 20_000, intervalMs: 100 }, async () => {
      const page = await scrape(agent);
      return page.get(of("processes", "work")) === 2 && (page.get(user) ?? 0) > 0.3 ? page : undefined;
    });
    expect(first.get(of("threads", "work"))).toBe(2);
    expect(first.get(of("memory_resident_bytes", "work"))).toBeGreaterThan(1_000_000);
    const proportional = first.get(of("memory_proportional_bytes", "work")) ?? 0;
    expect(proportional).toBeGreaterThan(0);
    expect(proportional).toBeLessThanOrEqual(first.get(of("memory_resident_bytes", "work")) ?? 0);
    expect(first.get(of("context_switches_total", "work", ',type="involuntary"'))).toBeGreaterThan(0);
    expect(first.get(of("minor_page_faults_total", "work"))).toBeGreaterThan(0);

    await end(one);
    const second = await scrape(agent);
    expect(second.get(of("processes", "work"))).toBe(1);
    await end(other);
    const third = await scrape(agent);
    expect(third.get(of("processes", "work"))).toBe(0);
    const later = start(GROUP, burn);
    const fourth = await scrape(agent);
    await end(later);
    const fifth = await scrape(agent);
    for (const [series, value] of first) {
      if (!/group="work"/.test(series) || !/_total\{/.test(series)) continue;
      const course = [value, ...[second, third, fourth, fifth].map((page) => page.get(series) ?? -1)];
      expect([series, course]).toEqual([series, course.toSorted((before, after) => before - after)]);
    }
  });

  test("counts descriptors, the limit's part of them, and the time of the start", async () => {
    const child = start(GROUP, [
      "/bin/bash",
      "-c",
      "ulimit -n 64; exec 10</dev/null 11</dev/null; while :; do sleep 1; done",
    ]);
    await waitFor("the limit", { timeoutMs: 10_000, intervalMs: 50 }, () =>
      /^Max open files +64 /m.test(readFileSync(`/proc/${child.pid}/limits`, "utf8")) &&
      existsSync(`/proc/${child.pid}/fd/11`)
        ? true
        : undefined,
    );
    const open = readdirSync(`/proc/${child.pid}/fd`).length;
    const page = await scrape(agent);
    expect(page.get(of("open_file_descriptors", "work"))).toBe(open);
    expect(page.get(of("worst_file_descriptor_ratio", "work"))).toBe(open / 64);
    const started = page.get(of("oldest_start_time_seconds", "work")) ?? 0;
    expect(Math.abs(started - Date.now() / 1000)).toBeLessThan(60);
    await end(child);
  });

  test("a name of parentheses, blanks, newlines and bytes of no encoding is harmless, and matches", async () => {
    const strange = ["a) (b\n) R", "a) (b \u{1F600}"].map((name) => start(name, ["/bin/sleep", "600"]));
    // The same with bytes that are no UTF-8, which only a shell can pass on from here.
    const bytes = spawn(
      "/bin/bash",
      ["-c", `cp /bin/sleep "$0"/$'a) (b\\xff\\xfe' && exec "$0"/$'a) (b\\xff\\xfe' 600`, folder],
      {
        stdio: "ignore",
      },
    );
    children.push(bytes);
    const plain = spawn("sleep", ["98765"], { stdio: "ignore" });
    children.push(plain);
    const page = await waitFor("all of them", { timeoutMs: 10_000, intervalMs: 100 }, async () => {
      const now = await scrape(agent);
      return now.get(of("processes", "strange")) === 3 && now.get(of("processes", "arguments")) === 1 ? now : undefined;
    });
    expect(page.get('node_scrape_collector_success{collector="process_group"}')).toBe(1);
    await Promise.all([...strange, bytes, plain].map(end));
  });

  test("without rights the rest is given, and the page and the log say what would give the files of others", async () => {
    const mine = start(GROUP, ["/bin/bash", "-c", "while :; do sleep 1; done"]);
    const unprivileged = await startHttpServer(
      (address) => ({
        name: "group-unprivileged",
        command: "setpriv",
        args: [
          "--reuid=65534",
          "--regid=65534",
          "--clear-groups",
          "--bounding-set=-all",
          "--inh-caps=-all",
          process.execPath,
          SIGHTGLASS,
          "node",
          `--web.listen-address=${address}`,
          ALONE,
          "--collector.process_group",
          "--collector.process_group.smaps",
          `--collector.process_group.match=work=^${GROUP}$`,
        ],
      }),
      { path: "/-/healthy" },
    );
    try {
      const page = await scrape(unprivileged);
      expect(page.get(of("processes", "work"))).toBe(1);
      expect(page.get(of("memory_resident_bytes", "work"))).toBeGreaterThan(0);
      expect(page.get('node_process_group_unreadable_processes{file="io",group="work"}')).toBe(1);
      expect(page.get('node_process_group_unreadable_processes{file="smaps_rollup",group="work"}')).toBe(1);
      expect(page.has(of("read_bytes_total", "work"))).toBe(false);
      expect(page.has(of("memory_proportional_bytes", "work"))).toBe(false);
      expect(page.get('node_scrape_collector_success{collector="process_group"}')).toBe(1);
      await waitFor("the reason", { timeoutMs: 10_000, intervalMs: 100 }, async () => {
        const landing = await (await fetch(unprivileged.url)).text();
        return landing.includes("CAP_SYS_PTRACE") || unprivileged.log().includes("CAP_SYS_PTRACE") ? true : undefined;
      });
    } finally {
      await unprivileged.stop();
      await end(mine);
    }
  });

  test("a rule that cannot be understood stops the start with its reason", async () => {
    const { code, output } = await new Promise<{ code: number | null; output: string }>((resolve) => {
      const log = join(folder, "refused.log");
      const descriptor = openSync(log, "w");
      const child = spawn(
        SIGHTGLASS,
        ["node", "--dry-run", ALONE, "--collector.process_group", "--collector.process_group.match=a=("],
        {
          stdio: ["ignore", descriptor, descriptor],
        },
      );
      child.once("exit", (exit) => resolve({ code: exit, output: readFileSync(log, "utf8") }));
    });
    expect(code).toBe(1);
    expect(output).toContain("collector.process_group.match");
    expect(output).toContain("a=(");
  });
});
