// Puts an agent, with what it needs at run time and nothing else, into a folder of its own:
//
//   node deploy/image/assemble.mjs AGENT ARCHITECTURE FOLDER
//
// AGENT is a folder of packages/ that is built, ARCHITECTURE amd64 or arm64, this machine's when empty. Dependencies are
// those of the lockfile. The agent starts by FOLDER/agent.js.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { build } from "esbuild";

const ROOT = resolve(import.meta.dirname, "../..");
const CPUS = { amd64: "x64", arm64: "arm64" };

/** Types, source maps, texts, C++ sources, and add-ons for another runtime; licences stay. */
const NOT_LOADED = /\.(?:ts|[cm]ts|map|md|markdown|bare|cc|hh|h)$/;
const LICENCE = /^(?:licen[cs]e|copying|notice)/i;
/** Folders of a package that hold its own tests and examples. */
const NOT_SHIPPED = new Set(["test", "tests", "example", "examples", "benchmark", "benchmarks"]);

const fail = (what) => {
  process.stderr.write(`assemble: ${what}\n`);
  process.exit(1);
};

const manifestOf = (name) => JSON.parse(readFileSync(join(ROOT, "packages", name, "package.json"), "utf8"));

const [agent = "", architecture = "", folder = ""] = process.argv.slice(2);
const packages = readdirSync(join(ROOT, "packages"));
const agents = packages.filter((name) => manifestOf(name).bin !== undefined);
if (!agents.includes(agent)) fail(`no agent ${JSON.stringify(agent)}; there are: ${agents.join(", ")}`);
const cpu = architecture === "" ? process.arch : CPUS[architecture];
if (cpu === undefined) fail(`architecture ${JSON.stringify(architecture)} is neither amd64 nor arm64`);
if (folder === "") fail("no folder to put the agent into");
if (existsSync(folder) && readdirSync(folder).length > 0) fail(`${folder} is not empty`);

// The lockfile is about the whole workspace, so npm wants to see all of its packages.
for (const path of ["package.json", "package-lock.json", ".npmrc"]) cpSync(join(ROOT, path), join(folder, path));
for (const name of packages) {
  for (const part of ["package.json", "bin"]) {
    const source = join(ROOT, "packages", name, part);
    if (existsSync(source)) cpSync(source, join(folder, "packages", name, part), { recursive: true });
  }
}
const selection = ["--omit=dev", `--workspace=packages/${agent}`, "--include-workspace-root=false", "--ignore-scripts"];
execFileSync("npm", ["ci", "--prefer-offline", ...selection, "--os=linux", `--cpu=${cpu}`, "--libc=glibc"], {
  cwd: folder,
  stdio: "inherit",
});

// The agent and those packages of the workspace that npm linked for it.
const linked = new Set(readdirSync(join(folder, "node_modules/@sightglass")));
for (const name of packages) {
  const target = join(folder, "packages", name);
  if (linked.has(basename(manifestOf(name).name))) {
    mkdirSync(target, { recursive: true });
    cpSync(join(ROOT, "packages", name, "dist"), join(target, "dist"), { recursive: true });
  } else {
    rmSync(target, { recursive: true });
  }
}

const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
for (const entry of entries) {
  const path = join(entry.parentPath, entry.name);
  const isOfPackage = existsSync(join(entry.parentPath, "package.json")) && entry.parentPath.includes("node_modules");
  if (entry.isDirectory() && isOfPackage && NOT_SHIPPED.has(entry.name)) rmSync(path, { recursive: true, force: true });
  if (entry.isFile() && NOT_LOADED.test(entry.name) && !LICENCE.test(entry.name)) rmSync(path, { force: true });
  if (entry.isFile() && entry.name === ".tsbuildinfo") rmSync(path, { force: true });
}

// The client of the Kubernetes API is generated code with the API's whole documentation: 21 MB, 6 without it.
const client = join(folder, "node_modules/@kubernetes/client-node/dist");
if (existsSync(client)) {
  const entryPoints = readdirSync(client, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".js"))
    .map((path) => join(client, path));
  await build({
    entryPoints,
    outdir: client,
    outbase: client,
    allowOverwrite: true,
    minifyWhitespace: true,
    platform: "node",
    charset: "utf8",
    logLevel: "warning",
  });
}

for (const path of ["package-lock.json", ".npmrc", "node_modules/.package-lock.json"]) {
  rmSync(join(folder, path), { force: true });
}
const [bin] = Object.values(manifestOf(agent).bin);
symlinkSync(join("packages", agent, bin), join(folder, "agent.js"));
process.stdout.write(`${agent} for ${cpu} is in ${folder}\n`);
