import { writeFileSync } from "node:fs";
import { join, dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { inspectConfiguration } from "../../src/program/inspect-configuration.ts";
import { fixtureProgram } from "../program/fixture-program.ts";
import { run, start } from "../program/start-program.ts";
import { moduleFolder, simpleModule } from "./module-folder.ts";

const OPTIONS = `options: {
  step: { flag: "collector.mine.step", type: "integer", default: 3, min: 1, help: "How far it goes." },
},
read: (source, signal, { step }) => ({ step, root: source.root }),
families: (family) => [
  family({
    name: "test_mine", type: "gauge", labels: ["root"], help: "The step.",
    samples: ({ step, root }, emit) => emit(step, root),
  }),
],`;
const WITH_OPTIONS = `export default ({ defineCollector }) => defineCollector({
  name: "mine", help: "A number with an option.", enabledByDefault: true, ${OPTIONS} });`;

describe("a collector of one's own", () => {
  it("is served like the others, with flags on the same command line", async () => {
    const { "mine.mjs": path } = moduleFolder({ "mine.mjs": WITH_OPTIONS });
    // Its flag stands before the one that makes it known.
    const program = await start(["--collector.mine.step=8", "--path.root=/r", `--collector.module=${path}`]);
    try {
      const { text } = await program.get("/metrics");
      expect(text).toContain('test_mine{root="/r"} 8\n');
      expect(text).toContain('test_success{collector="mine"} 1\n');
      expect(program.output.stderr).toContain("names=gamma,alpha,mine");
      const landing = (await program.get("/")).text;
      expect(landing).toContain("A number with an option.");
      expect(landing).toContain("test_mine");
      const { text: config } = await program.get("/-/config");
      expect(JSON.parse(config)).toMatchObject({
        collectors: expect.arrayContaining([{ name: "mine", enabled: true, series: 1 }]),
      });
      expect((await program.get("/metrics?collect[]=mine")).text).not.toContain("test_alpha");
    } finally {
      await program.stop();
    }
  });

  it("shows in help and in a dry run, and can be switched off", async () => {
    const { "mine.mjs": path } = moduleFolder({ "mine.mjs": WITH_OPTIONS });
    const flag = `--collector.module=${path}`;
    const help = await run([flag, "--help"]);
    expect(help.code).toBe(0);
    expect(help.stdout).toContain("  --[no-]collector.mine ");
    expect(help.stdout).toContain("  --collector.mine.step=NUMBER");
    expect(help.stdout).toContain("  --collector.module=PATH ...");
    const dry = await run([flag, "--dry-run"]);
    expect(dry.stdout).toMatch(/^mine +1 +1 +\d+ +[\d.]+ ms +ok$/m);
    expect((await run([flag, "--no-collector.mine", "--dry-run"])).stdout).toMatch(/^Off, .*\n.*\bmine\b/m);
    expect((await run([flag, "--collector.mine.step=0", "--dry-run"])).stderr).toContain("whole number of at least 1");
    const alone = (await run([flag, "--collector.disable-defaults", "--dry-run"])).stdout;
    expect(alone).toMatch(/^mine +1 +1 /m);
    expect(alone).toMatch(/^Off, .*\n.*\balpha\b/m);
    expect((await run(["--collector.mine", "--dry-run"])).stderr).toContain("unknown flag --collector.mine");
  });

  it("can be named in the environment and in the configuration file, whose keys its options then are", async () => {
    const { "mine.mjs": path } = moduleFolder({ "mine.mjs": WITH_OPTIONS });
    const fromEnvironment = await run(["--dry-run"], { env: { SIGHTGLASS_COLLECTOR_MODULE: path } });
    expect(fromEnvironment.stdout).toMatch(/^mine +1 +1 /m);
    const config = join(dirname(path), "c.yml");
    for (const text of [
      `collector.module: ${path}\ncollector.mine.step: 5\n`,
      `collector:\n  module: [${path}]\n  mine: {enabled: true, step: 5}\n`,
    ]) {
      writeFileSync(config, text);
      const { stdout, stderr } = await run([`--config.file=${config}`, "--dry-run"]);
      expect(stderr).not.toContain("error:");
      expect(stdout).toMatch(/^mine +1 +1 /m);
      expect(stdout).toMatch(/^collector\.mine\.step +5 +from /m);
      const inspected = await inspectConfiguration(fixtureProgram, { file: config });
      expect(inspected.configuration.collectors.map(({ name }) => name)).toEqual(["alpha", "beta", "gamma", "mine"]);
    }
    writeFileSync(config, "collector.mine.step: 6\n");
    const running = [{ name: "collector.module", value: [path], origin: "flag", place: "--collector.module" }] as const;
    const inspected = await inspectConfiguration(fixtureProgram, { file: config, running });
    expect(inspected.configuration.options.find(({ name }) => name === "collector.mine.step")?.value).toBe("6");
  });

  it("stays as it was loaded: a reload tells that another module waits for a restart, and refuses its keys", async () => {
    const { "mine.mjs": path, "other.mjs": other } = moduleFolder({
      "mine.mjs": WITH_OPTIONS,
      "other.mjs": simpleModule("other"),
    });
    const config = join(dirname(path), "c.yml");
    writeFileSync(config, `collector.module: ${path}\ncollector.mine.step: 5\n`);
    const program = await start([`--config.file=${config}`, "--web.enable-lifecycle"]);
    try {
      writeFileSync(config, `collector.module: [${path}, ${other}]\ncollector.mine.step: 6\n`);
      expect((await program.get("/-/reload", { method: "POST" })).status).toBe(200);
      expect(program.output.stderr).toContain('takes effect after a restart only" key=collector.module');
      const { text } = await program.get("/metrics");
      expect(text).toContain('test_mine{root="/"} 6\n');
      expect(text).not.toContain("test_other");
      writeFileSync(config, `collector.module: [${path}, ${other}]\ncollector.other: false\n`);
      expect((await program.get("/-/reload", { method: "POST" })).status).toBe(500);
      expect(program.output.stderr).toContain("unknown key collector.other");
    } finally {
      await program.stop();
    }
  });

  it("has deadlines and isolation: one that never ends and one that throws cost nothing else", async () => {
    const paths = moduleFolder({
      "slow.mjs": simpleModule("slow", "read: () => new Promise(() => {}),").replace("  read: () => 7,", ""),
      "bad.mjs": simpleModule("bad").replace("() => 7", "() => { throw new Error('no luck'); }"),
      "absent.mjs": `export default ({ defineCollector, NoDataError }) => defineCollector({
        name: "absent", help: "Nothing.", enabledByDefault: true,
        read: () => { throw new NoDataError("no such thing here"); },
        families: (family) => [family({ name: "test_absent", type: "gauge", help: "None.", samples: () => {} })],
      });`,
    });
    const program = await start([
      ...Object.values(paths).map((path) => `--collector.module=${path}`),
      "--collector.timeout=300ms",
    ]);
    try {
      const { status, text } = await program.get("/metrics");
      expect(status).toBe(200);
      expect(text).toMatch(/^test_status\{collector="slow",reason="timeout"\} 1$/m);
      expect(text).toMatch(/^test_status\{collector="bad",reason="error"\} 1$/m);
      expect(text).toMatch(/^test_status\{collector="absent",reason="no_data"\} 1$/m);
      expect(text).toContain("test_alpha{");
      expect(program.output.stderr).toContain("no luck");
    } finally {
      await program.stop();
    }
  });

  it("may be several in a file, by name or as a list, functions or plain", async () => {
    const plain = (name: string) =>
      `{ name: "${name}", help: "Plain.", read: () => 1, families: (family) => [
        family({ name: "test_${name}", type: "gauge", help: "One.", samples: (value, emit) => emit(value) })] }`;
    const { "many.mjs": path, "list.mjs": list } = moduleFolder({
      "many.mjs": `export const one = ${plain("one")};\nexport const helper = 3;\nexport default ${plain("two")};\n`,
      "list.mjs": `export const three = ${plain("three")};\nexport default async () => [three, ${plain("four")}];\n`,
    });
    const { stdout } = await run([`--collector.module=${path}`, "--collector.module", list, "--dry-run"]);
    for (const name of ["one", "two", "three", "four"]) expect(stdout).toMatch(new RegExp(`^${name} +1 +1 `, "m"));
  });
});

describe("a module that cannot be used stops the start with 1 and says why", () => {
  const refused = async (text: string, flags: readonly string[] = []): Promise<string> => {
    const { "bad.mjs": path } = moduleFolder({ "bad.mjs": text });
    for (const extra of [[], ["--dry-run"], ["--help"]]) {
      const { code, stdout, stderr } = await run([...flags, `--collector.module=${path}`, ...extra]);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr.startsWith(`test_exporter: error: collector module ${path}: `)).toBe(true);
      if (extra.length === 0) continue;
      expect(stderr).not.toContain("\n    at ");
    }
    return (await run([...flags, `--collector.module=${path}`])).stderr;
  };

  it("a file that is not there, and a folder", async () => {
    const { code, stderr } = await run(["--collector.module=/nowhere/mine.mjs"]);
    expect([code, stderr]).toEqual([
      1,
      "test_exporter: error: collector module /nowhere/mine.mjs: there is no such file\n",
    ]);
    expect((await run(["--collector.module=/"])).stderr).toContain("collector module /: it is not a file");
  });

  it.each([
    ["one that throws", 'throw new Error("out of luck");', "it failed when it was loaded: out of luck"],
    [
      "a default export that throws",
      'export default () => { throw new Error("no"); };',
      "its default export threw: no",
    ],
    ["one without an export", "const x = 1;", "it exports no collector; the form is export default"],
    ["a function that returns nothing", "export default () => {};", "its default export returned no collector"],
    ["something else", "export default 5;", "5 is no collector"],
    [
      "an import of what is not there",
      'import { defineCollector } from "@sightglass/metrics-registry";\nexport default defineCollector;',
      "it imports @sightglass/metrics-registry, which is not installed where it lies; without the import, export default ({ defineCollector })",
    ],
  ])("%s", async (_what, text, message) => {
    expect(await refused(text)).toContain(message);
  });

  it("a wrong shape: every field is named", async () => {
    const text = await refused(`export default {
      name: "My Source", enabledByDefault: "yes", onFailure: "explode", isSteady: 1, setup: 2, familys: [],
      options: {
        a: { flag: "collector.other.a", type: "string", default: "", help: "A." },
        b: { flag: "collector.My Source.b", type: "text", default: 1 },
      },
    };`);
    for (const part of [
      'collector My Source cannot be used: name: "My Source" is no name in snake case',
      "help: nothing is no sentence",
      'enabledByDefault: "yes" is neither true nor false',
      'onFailure: "explode" is neither',
      "isSteady: 1 is neither",
      "setup: 2 is no function",
      "read: nothing is no function",
      "familys: a collector has no such field; did you mean families?",
      'options.a.flag: "collector.other.a" is no flag of this collector',
      'options.b.type: "text" is none of boolean, string',
      "options.b.help: nothing is no sentence",
      "families: nothing is no list",
    ]) {
      expect(text).toContain(part);
    }
  });

  it("a wrong family: names, labels, types, functions", async () => {
    const text = await refused(`export default ({ defineCollector }) => defineCollector({
      name: "mine", help: "Faults.", enabledByDefault: true, read: () => 1,
      families: (family) => [
        family({ name: "my metric", type: "gauge", help: "A.", samples: () => {} }),
        family({ name: "test_b", type: "guage", help: "B.", samples: () => {} }),
        family({ name: "test_c", type: "gauge", labels: ["a-b", "c", "c", "__d"], help: "C.", samples: () => {} }),
        family.histogram({ name: "test_d", labels: ["le"], help: "D.", samples: () => {} }),
        family({ name: "test_e", type: "gauge", help: "" }),
        family.dynamic({ prefix: "9x", type: "info", help: "F.", samples: () => {} }),
        { name: "test_g" },
        null,
        family.foreign({ help: "H." }),
        family.stateset({ name: "test_i", labels: ["x"], help: "I.", samples: () => {} }),
      ],
    });`);
    for (const part of [
      'families[0] "my metric": name: "my metric" is no metric name',
      'families[1] "test_b": type: "guage" is none of gauge, counter',
      'families[2] "test_c": labels: "a-b" is no label name',
      'families[2] "test_c": labels: c is there twice',
      'families[2] "test_c": labels: the name __d is reserved',
      'families[3] "test_d": labels: the name le is reserved',
      'families[4] "test_e": help: "" is no sentence',
      'families[4] "test_e": samples: nothing is no function',
      'families[5] "9x": prefix: "9x" is no metric name',
      'families[5] "9x": type: "info" is none of gauge, counter, unknown',
      'families[6] "test_g": it was not made by the function that families is called with',
      "families[7]: null was not made by",
      "families[8]: families: nothing is no function",
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain("test_i");
  });

  it.each([
    ["the name of a collector", simpleModule("alpha", "", "test_x"), "name: there is a collector alpha already"],
    ["a flag of the program", simpleModule("timeout"), "name: the flag --collector.timeout is taken"],
    [
      "a family of a collector",
      simpleModule("mine", "", "test_alpha"),
      "test_alpha is declared by collector alpha already",
    ],
    ["a family of the program", simpleModule("mine", "", "test_success"), "test_success is declared by test_exporter"],
    [
      "a family twice",
      `export default { name: "mine", help: "Twice.", read: () => 1, families: (family) => [1, 2].map(() =>
        family({ name: "test_twice", type: "gauge", help: "T.", samples: () => {} })) };`,
      "families: test_twice is declared by this collector already",
    ],
    [
      "an alias of another option",
      simpleModule(
        "mine",
        'options: { a: { flag: "collector.mine.a", aliases: ["collector.alpha.ignored"], type: "string", default: "", help: "A." } },',
      ),
      "options.a: the flag --collector.alpha.ignored is taken",
    ],
    [
      "a default that is not allowed",
      simpleModule(
        "mine",
        'options: { a: { flag: "collector.mine.a", type: "choice", choices: ["x"], default: "y", help: "A." }, b: { flag: "collector.mine.b", type: "regex", default: "(", help: "B." } },',
      ),
      "options.a.choices: a list is no list with the default in it; options.b.default: invalid value",
    ],
  ])("what is taken: %s", async (_what, text, message) => {
    expect(await refused(text)).toContain(message);
  });

  it("two modules with one name", async () => {
    const { "a.mjs": one, "b.mjs": two } = moduleFolder({
      "a.mjs": simpleModule("mine"),
      "b.mjs": simpleModule("mine", "", "test_other"),
    });
    const { code, stderr } = await run([`--collector.module=${one}`, `--collector.module=${two}`]);
    expect(code).toBe(1);
    expect(stderr).toContain(`collector module ${two}: collector mine cannot be used: name: there is a collector mine`);
  });
});
