import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createFileTree, type OpenFileTree } from "../src/create-file-tree.ts";
import { descriptorsOf } from "./support/descriptors.ts";
import { temporaryTree } from "./support/temporary-tree.ts";

function openTree(root: string, maxKept?: number): OpenFileTree {
  const tree = createFileTree(root, maxKept);
  onTestFinished(() => tree.close());
  return tree;
}

/** A process with an environment of known size that lives until it is told to end. */
async function startChild(environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ["-e", "console.log('up'); process.stdin.resume()"], {
    env: { ...environment },
    stdio: ["pipe", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data", { signal: AbortSignal.timeout(15_000) });
  return {
    pid: child.pid ?? 0,
    end: async () => {
      child.kill("SIGKILL");
      await once(child, "close", { signal: AbortSignal.timeout(15_000) });
    },
  };
}

describe("on the running system's /proc", () => {
  test("a kept-open file gives its current content each time", async () => {
    const proc = openTree("/proc");
    const uptime = (): number => Number(proc.hot("uptime").split(" ")[0]);
    const first = uptime();
    expect(first).toBeGreaterThan(0);
    await vi.waitFor(() => expect(uptime()).toBeGreaterThan(first), { timeout: 5000, interval: 20 });
    const now = Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
    expect(Math.abs(uptime() - now)).toBeLessThan(5);
  });

  test("a file read on every scrape is opened once, and closed with the tree", () => {
    const before = descriptorsOf("/proc/loadavg");
    const proc = createFileTree("/proc");
    for (let scrape = 0; scrape < 5; scrape += 1) expect(proc.hot("loadavg")).toMatch(/^\d+\.\d\d /);
    expect(descriptorsOf("/proc/loadavg")).toBe(before + 1);
    proc.close();
    expect(descriptorsOf("/proc/loadavg")).toBe(before);
    expect(proc.hot("loadavg")).toMatch(/^\d+\.\d\d /);
    proc.close();
  });

  test("text opens and closes a file each time", () => {
    const before = descriptorsOf("/proc/version");
    expect(openTree("/proc").text("version")).toBe(readFileSync("/proc/version", "utf8"));
    expect(descriptorsOf("/proc/version")).toBe(before);
  });

  test("a file larger than the buffer is read whole, a kept one too, and a small one right after it", async () => {
    const parts = Array.from({ length: 4 }, (_, index) => [`PART_${index}`, String(index).repeat(100_000)] as const);
    const child = await startChild(Object.fromEntries(parts));
    const proc = openTree("/proc");
    const wanted = parts.map(([name, value]) => `${name}=${value}`);
    for (const text of [
      proc.text(`${child.pid}/environ`),
      proc.hot(`${child.pid}/environ`),
      proc.hot(`${child.pid}/environ`),
    ]) {
      expect(text.length).toBeGreaterThan(400_000);
      expect(
        text
          .split("\0")
          .filter((entry) => entry.startsWith("PART_"))
          .toSorted(),
      ).toEqual(wanted);
    }
    expect(proc.hot("version")).toBe(readFileSync("/proc/version", "utf8"));
  });

  test("a kept file whose process ended is absent", async () => {
    const child = await startChild({});
    const proc = openTree("/proc");
    const path = `${child.pid}/stat`;
    expect(proc.hot(path)).toMatch(new RegExp(`^${child.pid} \\(`));
    expect(proc.attribute(path)).toMatch(new RegExp(`^${child.pid} \\(`));
    await child.end();
    expect(() => proc.hot(path)).toThrow(/ENOENT/);
    expect(proc.attribute(path)).toBeUndefined();
    expect(proc.exists(path)).toBe(false);
  });

  test("a directory is listed by code unit; as a text it is an error, as an attribute absent", () => {
    const proc = openTree("/proc");
    const names = proc.list("sys/kernel");
    expect(names).toContain("ostype");
    expect(names).toEqual(readdirSync("/proc/sys/kernel").toSorted());
    expect(() => proc.hot("sys/kernel")).toThrow(/EISDIR/);
    expect(() => proc.text("sys/kernel")).toThrow(/EISDIR/);
    expect(proc.attribute("sys/kernel")).toBeUndefined();
  });

  test("files stay open up to a bound, and those beyond it are read all the same", () => {
    const proc = openTree("/proc", 100);
    const before = descriptorsOf("/proc/version");
    const wanted = readFileSync("/proc/version", "utf8");
    // A path of its own for each, as the tree sees it.
    for (let time = 0; time < 150; time += 1) expect(proc.hot(`${"./".repeat(time)}version`)).toBe(wanted);
    expect(descriptorsOf("/proc/version") - before).toBe(100);
    proc.close();
    expect(descriptorsOf("/proc/version")).toBe(before);
  });
});

test("a process that may have few files open keeps fewer, and reads all the same", async () => {
  const script = `
    const { createFileTree } = await import(${JSON.stringify(join(import.meta.dirname, "../src/create-file-tree.ts"))});
    const { readdirSync } = await import("node:fs");
    const proc = createFileTree("/proc");
    const wanted = proc.text("version");
    let same = 0;
    for (let time = 0; time < 400; time += 1) same += proc.hot("./".repeat(time) + "version") === wanted ? 1 : 0;
    console.log(JSON.stringify({ same, open: readdirSync("/proc/self/fd").length }));
  `;
  const node = [process.execPath, "--conditions=source", "--import", "tsx", "--input-type=module", "-e", script];
  const child = spawn("sh", ["-c", 'ulimit -n 160 && exec "$@"', "sh", ...node], {
    cwd: join(import.meta.dirname, "../../.."),
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [output] = (await once(child.stdout, "data", { signal: AbortSignal.timeout(15_000) })) as [Buffer];
  const { same, open } = JSON.parse(output.toString()) as { readonly same: number; readonly open: number };
  expect(same).toBe(400);
  expect(open).toBeLessThan(120);
});

test("an attribute of the running system's /sys is read anew each time", () => {
  const sys = openTree("/sys");
  const wanted = readFileSync("/sys/kernel/uevent_seqnum", "utf8").trim();
  expect(Number(sys.attribute("kernel/uevent_seqnum"))).toBeGreaterThanOrEqual(Number(wanted));
  expect(sys.number("kernel/uevent_seqnum")).toBeGreaterThanOrEqual(Number(wanted));
});

describe("on another file system", () => {
  test("no file of a folder that has just changed stays open, and one that was replaced, emptied or taken away is noticed", () => {
    const folder = temporaryTree({ file: "first\n" });
    const tree = openTree(folder);
    const path = join(folder, "file");
    expect([tree.hot("file"), tree.attribute("file")]).toEqual(["first\n", "first"]);
    expect(descriptorsOf(path)).toBe(0);
    writeFileSync(join(folder, "next"), "second, and longer\n");
    renameSync(join(folder, "next"), path);
    expect([tree.hot("file"), tree.attribute("file")]).toEqual(["second, and longer\n", "second, and longer"]);
    writeFileSync(path, "");
    expect([tree.hot("file"), tree.attribute("file"), tree.number("file")]).toEqual(["", "", undefined]);
    rmSync(path);
    expect(() => tree.hot("file")).toThrow(/ENOENT.*file/);
    expect([tree.attribute("file"), tree.attribute("file"), tree.exists("file")]).toEqual([
      undefined,
      undefined,
      false,
    ]);
    writeFileSync(path, "third\n");
    expect([tree.attribute("file"), tree.exists("file")]).toEqual(["third", true]);
  });

  test("a FIFO in a file's place is told as a source that does not answer, at once", () => {
    const folder = temporaryTree({});
    expect(spawnSync("mkfifo", [join(folder, "pipe")]).status).toBe(0);
    const tree = openTree(folder);
    for (const read of [() => tree.text("pipe"), () => tree.hot("pipe"), () => tree.attribute("pipe")]) {
      expect(read).toThrow(
        expect.objectContaining({ name: "TimeoutError", message: expect.stringMatching(/^pipe is/) }),
      );
    }
    expect(descriptorsOf(join(folder, "pipe"))).toBe(0);
  });

  test("a file grows past the buffer and shrinks again", () => {
    const folder = temporaryTree({ file: "small\n" });
    const tree = openTree(folder);
    expect(tree.hot("file")).toBe("small\n");
    for (const size of [64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 1_000_000]) {
      const text = "0123456789abcde\n".repeat(Math.ceil(size / 16)).slice(0, size);
      writeFileSync(join(folder, "file"), text);
      expect(tree.hot("file") === text, `${size} bytes`).toBe(true);
      expect(tree.text("file") === text, `${size} bytes`).toBe(true);
    }
    writeFileSync(join(folder, "file"), "small again\n");
    expect(tree.hot("file")).toBe("small again\n");
  });

  test("an attribute is what one read of 128 bytes gives", () => {
    const tree = openTree(
      temporaryTree({
        exact: "x".repeat(128),
        more: `${"y".repeat(127)}zzz`,
        cut: `${"a".repeat(127)}é`,
        spaced: `${" ".repeat(130)}1`,
      }),
    );
    expect(tree.attribute("exact")).toBe("x".repeat(128));
    expect(tree.attribute("more")).toBe(`${"y".repeat(127)}z`);
    expect(tree.attribute("cut")).toBe(`${"a".repeat(127)}\uFFFD`);
    expect(tree.attribute("spaced")).toBe("");
  });

  test("only trailing white space and NULs are taken off an attribute, nothing off a text", () => {
    const tree = openTree(temporaryTree({ file: "\t two words \t\v\f\r\n\n\0", separator: "name\u001C\n" }));
    expect(tree.attribute("file")).toBe("\t two words");
    expect(tree.attribute("separator")).toBe("name\u001C");
    expect(tree.text("file")).toBe("\t two words \t\v\f\r\n\n\0");
    expect(tree.hot("file")).toBe("\t two words \t\v\f\r\n\n\0");
  });

  test("a run of invalid bytes becomes one U+FFFD, whatever is left in the buffer from before", () => {
    const folder = temporaryTree({ before: "\uFFFD".repeat(1000) });
    writeFileSync(join(folder, "file"), Buffer.from([0x61, 0xff, 0xfe, 0x62, 0xe2, 0x82]));
    const tree = openTree(folder);
    expect(tree.text("before")).toBe("\uFFFD".repeat(1000));
    expect(tree.text("file")).toBe("a\uFFFDb\uFFFD");
    expect(tree.hot("file")).toBe("a\uFFFDb\uFFFD");
    expect(tree.attribute("file")).toBe("a\uFFFDb\uFFFD");
  });

  test("numbers are decimal or as the kernel writes flags, and anything else is none", () => {
    const tree = openTree(
      temporaryTree({
        whole: "42\n",
        negative: "-7\n",
        fraction: "1.5",
        flags: "0x1003\n",
        large: "18446744073709551615\n",
        text: "N/A\n",
        empty: "\n",
        two: "1 2",
      }),
    );
    expect(["whole", "negative", "fraction", "flags", "large"].map((path) => tree.number(path))).toEqual([
      42,
      -7,
      1.5,
      4099,
      2 ** 64,
    ]);
    expect(["text", "empty", "two", "absent"].map((path) => tree.number(path))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("what is not there is absent: below a file, behind a broken link or a link to itself", () => {
    const folder = temporaryTree({ file: "x", broken: { link: "nowhere" }, "folder/": "" });
    symlinkSync("self", join(folder, "self"));
    const tree = openTree(folder);
    // Twice: what was absent before is looked up in another way.
    for (let time = 0; time < 2; time += 1) {
      for (const path of ["none", "none/child", "file/child", "broken", "self", "folder"]) {
        expect(tree.attribute(path), path).toBeUndefined();
      }
      for (const path of ["none", "none/child", "file/child", "broken", "self"]) {
        expect(tree.exists(path), path).toBe(false);
      }
    }
    expect(tree.exists("folder")).toBe(true);
    expect(tree.link("broken")).toBe("nowhere");
    expect(() => tree.link("file")).toThrow(/EINVAL/);
  });

  test("a remembered absent path below what became a file stays absent", () => {
    const folder = temporaryTree({});
    const tree = openTree(folder);
    expect(tree.attribute("device/name")).toBeUndefined();
    writeFileSync(join(folder, "device"), "x");
    expect(tree.attribute("device/name")).toBeUndefined();
    expect(tree.number("device/name")).toBeUndefined();
  });

  test("a directory is listed, one that is not there only if it must be", () => {
    const tree = openTree(temporaryTree({ "devices/b": "", "devices/a": "", "devices/B": "" }));
    expect(tree.list("devices")).toEqual(["B", "a", "b"]);
    expect(tree.listIfPresent("devices")).toEqual(["B", "a", "b"]);
    expect(tree.listIfPresent("none")).toEqual([]);
    expect(tree.listIfPresent("devices/a")).toEqual([]);
    expect(() => tree.list("none")).toThrow(/ENOENT/);
  });
});

test("the root may end with a slash, and need not exist", () => {
  const folder = mkdtempSync(join(tmpdir(), "sightglass-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const tree = openTree(`${folder}/`);
  writeFileSync(join(folder, "file"), "1\n");
  expect([tree.root, tree.number("file")]).toEqual([`${folder}/`, 1]);
  const none = openTree(join(folder, "none"));
  expect(none.listIfPresent("x")).toEqual([]);
  expect(none.exists("x")).toBe(false);
});
