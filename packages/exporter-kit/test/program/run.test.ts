import { EventEmitter, once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { sources } from "./fixture-program.ts";
import { run, start } from "./start-program.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "run-program-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("runProgram without serving", () => {
  it("prints help to stdout", async () => {
    const { code, stdout, stderr } = await run(["-h"], { usage: "sightglass test" });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("usage: sightglass test [<flags>]");
    for (const flag of [
      "--web.listen-address=ADDRESS ...",
      "--[no-]web.systemd-socket",
      "--web.config.file=PATH",
      "--web.telemetry-path=PATH",
      "--[no-]web.disable-exporter-metrics",
      "--web.max-requests=NUMBER",
      "--[no-]collector.disable-defaults",
      "--runtime.gomaxprocs=NUMBER",
      "--log.level=debug|info|warn|error",
      "--log.format=logfmt|json",
      "--config.file=PATH",
      "--[no-]web.enable-lifecycle",
      "--[no-]dry-run",
      "--runtime.profile=small|fast",
      "--collector.timeout=DURATION",
      "--scrape.timeout-offset=DURATION",
      "--web.shutdown-timeout=DURATION",
      "--[no-]web.auth.delegated",
      "--web.auth.kubeconfig=PATH",
      "--path.root=TEXT",
      "--[no-]collector.alpha",
      "--[no-]collector.beta",
      "--collector.alpha.exclude=REGEX",
    ]) {
      expect(stdout).toContain(`  ${flag}`);
    }
  });

  it("prints the version to stdout", async () => {
    const { code, stdout } = await run(["--version"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^test_exporter, version 1\.2\.3 \(Sightglass\)\n {2}runtime: +Node\.js [\d.]+, V8 .+\n {2}platform: +\w+\/\w+\n$/,
    );
  });

  it.each([
    [
      ["--web.listen-adress=:1"],
      "test_exporter: error: unknown flag --web.listen-adress; did you mean --web.listen-address?, try test_exporter --help\n",
    ],
    [
      ["--collector.alpah"],
      "test_exporter: error: unknown flag --collector.alpah; did you mean --collector.alpha?, try test_exporter --help\n",
    ],
    [
      ["--log.level=loud"],
      'test_exporter: error: invalid value "loud" for --log.level: it must be one of debug, info, warn, error, try test_exporter --help\n',
    ],
    [
      ["--web.telemetry-path=metrics"],
      "test_exporter: error: invalid value for --web.telemetry-path: it must start with /, try test_exporter --help\n",
    ],
    [
      ["--web.telemetry-path=/-/ready"],
      "test_exporter: error: invalid value for --web.telemetry-path: this path is taken, try test_exporter --help\n",
    ],
    [
      ["--collector.timeout=0s"],
      "test_exporter: error: invalid value for --collector.timeout: it must be greater than zero, try test_exporter --help\n",
    ],
    [["--x\u001b[31m\ny"], "test_exporter: error: unknown flag --x\\u001b[31m\\ny, try test_exporter --help\n"],
  ])("refuses %j on stderr with exit code 1", async (argv, message) => {
    expect(await run(argv)).toEqual({ code: 1, stdout: "", stderr: message });
  });

  it("refuses what a collector's setup refuses", async () => {
    const { code, stderr } = await run(["--collector.beta", "--collector.beta.mode=bad"]);
    expect(code).toBe(1);
    expect(stderr).toContain('level=ERROR msg="test_exporter cannot run" err="--collector.beta.mode cannot be bad"');
    expect(sources.at(-1)?.closed).toBe(true);
  });

  it("fails when its address is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const signals = new EventEmitter();
    const { code, stderr } = await run([`--web.listen-address=127.0.0.1:${port}`], { signals });
    expect(signals.eventNames()).toEqual([]);
    other.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`level=ERROR msg="test_exporter cannot run" err=.*${port}`));
  });

  it("prints a dry run: counts, reasons and what was set", async () => {
    const { code, stdout } = await run(["--dry-run", "--path.root=/x"], {
      env: { SIGHTGLASS_COLLECTOR_ALPHA_EXCLUDE: "", GOMAXPROCS: "2" },
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^COLLECTOR +FAMILIES +SERIES +BYTES +TIME +STATUS\nalpha +1 +1 +101 +[\d.]+ ms +ok\ngamma +0 +0 +0 +[\d.]+ ms +no_data: no such\\nhardware\n/,
    );
    expect(stdout).toMatch(/\d+ series in all, \d+ bytes as text, in [\d.]+ ms\./);
    expect(stdout).toContain("Off, each turned on by --collector.NAME:\nbeta\n");
    expect(stdout).toMatch(/^path\.root +\/x +from --path\.root$/m);
    expect(stdout).toMatch(/^runtime\.gomaxprocs +2 +from environment variable GOMAXPROCS$/m);
    expect(sources.at(-1)).toEqual({ root: "/x", closed: true });
  });
});

describe("runProgram serving", () => {
  it("serves metrics, landing page and health, and stops on SIGTERM with code 0", async () => {
    const program = await start(["--collector.beta", "--runtime.gomaxprocs=3", "--log.level=debug"]);
    const { status, text } = await program.get("/metrics");
    expect(status).toBe(200);
    expect(text).toContain('test_alpha{name="one",root="/"} 1\n');
    expect(text).toContain("test_beta 2\n");
    expect(text).toContain('test_success{collector="gamma"} 0\n');
    expect(text).toContain('test_status{collector="gamma",reason="no_data"} 1\n');
    expect(text).toMatch(
      /^test_build_info\{branch="",goarch="\w+",goos="\w+",goversion="node[\d.]+",revision="",tags="sightglass",version="1\.2\.3"\} 1$/m,
    );
    expect(text).toContain("process_resident_memory_bytes ");
    expect((await program.get("/")).text).toContain("test_exporter");
    expect((await program.get("/-/ready")).status).toBe(200);
    expect((await program.get("/-/reload", { method: "POST" })).status).toBe(403);
    expect((await program.get("/nothing")).status).toBe(404);
    expect(await program.stop()).toBe(0);
    expect(program.output.stdout).toBe("");
    expect(program.output.stderr).toContain('level=INFO msg="Starting test_exporter" version=1.2.3');
    expect(program.output.stderr).toContain(
      "level=DEBUG msg=Option key=runtime.gomaxprocs value=3 origin=flag place=--runtime.gomaxprocs",
    );
    expect(program.output.stderr).toContain("has no effect: one thread runs the program");
    expect(program.output.stderr).toContain("level=INFO msg=Stopping signal=SIGTERM");
    await expect(program.get("/metrics")).rejects.toThrow();
    expect(sources.at(-1)?.closed).toBe(true);
  });

  it("leaves its own metrics out when told to, but for the build", async () => {
    const program = await start(["--web.disable-exporter-metrics", "--web.telemetry-path=/m"]);
    const { text } = await program.get("/m");
    expect(text).toContain("test_build_info{");
    expect(text).not.toMatch(/^(process|nodejs|promhttp)_/m);
    expect(await program.stop()).toBe(0);
  });

  it.each([
    ["flag", ["--collector.gamma"], {}],
    ["environment", [], { SIGHTGLASS_COLLECTOR_GAMMA: "true" }],
  ])("keeps a collector named by %s when defaults are off", async (_how, argv, env) => {
    const program = await start([...argv, "--collector.disable-defaults"], { env });
    const { text } = await program.get("/metrics");
    expect(text).toContain('test_status{collector="alpha",reason="disabled"} 1\n');
    expect(text).toContain('test_status{collector="gamma",reason="no_data"} 1\n');
    await program.stop();
  });

  it("accepts the old name of a flag, and says so", async () => {
    const program = await start(["--collector.alpha.ignored=one"]);
    await program.stop();
    expect(program.output.stderr).toContain(
      'level=WARN msg="Flag has a new name" flag=--collector.alpha.ignored replacement=--collector.alpha.exclude',
    );
  });

  it("tells who asks for a collector that is off from who asks for none", async () => {
    const program = await start([]);
    for (const [name, fault] of [
      ["beta", "disabled"],
      ["epsilon", "missing"],
    ]) {
      const { status, text } = await program.get(`/metrics?collect[]=${name}`);
      expect([status, text]).toEqual([400, expect.stringContaining(`${fault} collector: ${name}`)]);
    }
    await program.stop();
  });

  it.each([
    [0, 1],
    [1000, 0],
    [undefined, 0],
  ])("as user %s it warns of running as root %d times", async (uid, times) => {
    const program = await start([], { uid });
    await program.get("/metrics");
    await program.stop();
    const warnings = program.output.stderr.split("\n").filter((line) => /level=WARN .*runs as root/.test(line));
    expect(warnings).toHaveLength(times);
  });

  it("reloads its file over HTTP and on SIGHUP, and keeps the old configuration when the new one is bad", async () => {
    const file = join(folder, "config.yml");
    writeFileSync(file, "path.root: /first\n");
    const program = await start([`--config.file=${file}`, "--web.enable-lifecycle"]);
    expect((await program.get("/metrics")).text).toContain('root="/first"');

    writeFileSync(
      file,
      "path: {root: /second}\nlog.level: debug\nweb.max-requests: 3\nseries_rules: {drop: ['process_res.*']}\n",
    );
    expect(await program.get("/-/reload", { method: "POST" })).toMatchObject({ status: 200 });
    const second = (await program.get("/metrics")).text;
    expect(second).toContain('test_alpha{name="one",root="/second"} 1\n');
    expect(second).not.toContain("process_resident_memory_bytes");
    expect(program.output.stderr).toContain('takes effect after a restart only" key=web.max-requests');
    expect(program.output.stderr).toContain("level=DEBUG");

    writeFileSync(file, "path.rot: /third\n");
    const refused = await program.get("/-/reload", { method: "POST" });
    expect(refused.status).toBe(500);
    expect(refused.text).toContain(`${file}:1: unknown key path.rot; did you mean path.root?`);
    program.signals.emit("SIGHUP", "SIGHUP");
    await vi.waitFor(() => expect(program.output.stderr).toContain("the old configuration stays in use"));
    const kept = (await program.get("/metrics")).text;
    expect(kept).toContain('root="/second"');
    expect(kept).toContain("sightglass_config_last_reload_successful 0\n");

    writeFileSync(file, "collector.alpha.enabled: false\ncollector.beta: true\n");
    program.signals.emit("SIGHUP", "SIGHUP");
    await vi.waitFor(() => expect(program.output.stderr.match(/msg="Configuration reloaded"/g)).toHaveLength(2));
    // The change is counted from one scrape before to one after.
    expect(program.output.stderr).toMatch(
      /msg="Configuration reloaded" options_changed=[^ ]*collector\.alpha,collector\.beta collectors_started=beta collectors_stopped=alpha series_rules=changed families_added=[^ ]*test_beta[^ ]* families_removed=[^ ]*test_alpha series_before=\d+ series_after=\d+\n/,
    );
    const fourth = (await program.get("/metrics")).text;
    expect(fourth).toContain("test_beta 2\n");
    expect(fourth).not.toContain("test_alpha{");
    expect(fourth).toContain("sightglass_config_last_reload_successful 1\n");
    expect(await program.stop()).toBe(0);
  });

  it("logs JSON when asked to", async () => {
    const program = await start(["--log.format=json"]);
    await program.stop();
    const lines = program.output.stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines[0]).toMatchObject({ level: "INFO", msg: "Starting test_exporter", version: "1.2.3" });
  });
});
