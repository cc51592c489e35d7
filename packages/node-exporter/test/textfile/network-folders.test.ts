import { statfsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createMountProber, type StatfsCall } from "../../src/filesystem/mount-prober.ts";
import { createNetworkFolders } from "../../src/textfile/network-folders.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const MOUNTS = [
  "1 0 0:1 / / rw - ext4 /dev/vda rw",
  "2 1 0:2 / /srv/nfs rw - nfs4 server:/x rw",
  "3 1 0:3 / /srv/more rw - fuse.bindfs /y rw",
  "4 2 0:4 / /srv/nfs/local rw - tmpfs t rw",
  "",
].join("\n");
const STATS = statfsSync("/");

/** Folders of a machine with those mounts, of which the named ones do not answer. */
function foldersOf(globs: readonly string[], hung: readonly string[]) {
  const asked: string[] = [];
  const call: StatfsCall = (path, done) => {
    asked.push(path);
    if (!hung.includes(path)) setImmediate(() => done(null, STATS));
  };
  const mounts = join(temporaryTree({ mountinfo: MOUNTS }), "mountinfo");
  const prober = createMountProber({ timeoutMs: 30, maxHeld: 8, call });
  return { folders: createNetworkFolders(globs, mounts, prober), asked };
}

const signal = new AbortController().signal;

test("folders of local file systems are not asked about, and come at once", () => {
  const globs = ["/var/lib/node", "/srv", "/var/*/node"];
  const { folders, asked } = foldersOf(globs, ["/srv/nfs"]);
  expect(folders.answering(signal)).toEqual({ folders: globs, silent: [] });
  expect(asked).toEqual([]);
});

test.each([
  ["a mount point", "/srv/nfs", "/srv/nfs"],
  ["a folder of it", "/srv/nfs/a/b", "/srv/nfs"],
  ["a folder of a local mount that is reached through it", "/srv/nfs/local/x", "/srv/nfs"],
  ["a glob that may lead to it", "/srv/*/node", "/srv/nfs"],
  ["a glob below it", "/srv/nfs/*", "/srv/nfs"],
])("%s that does not answer is left alone, the others are read", async (_what, glob, point) => {
  const { folders, asked } = foldersOf(["/var/a", glob, "/srv/more/b"], [point]);
  const silent = [{ path: glob, message: `${glob}: not read, the file system at ${point} does not answer` }];
  for (let scrape = 0; scrape < 3; scrape += 1) {
    expect(await folders.answering(signal)).toEqual({ folders: ["/var/a", "/srv/more/b"], silent });
  }
  expect(asked.filter((path) => path === point)).toHaveLength(1);
});

test("those that answer are read", async () => {
  const globs = ["/srv/nfs/a", "/srv/more/*"];
  expect(await foldersOf(globs, []).folders.answering(signal)).toEqual({ folders: globs, silent: [] });
});

test("a machine that does not tell of its mounts has folders all the same", () => {
  expect(createNetworkFolders(["/a"], "/nonexistent/mountinfo").answering(signal)).toEqual({
    folders: ["/a"],
    silent: [],
  });
});
