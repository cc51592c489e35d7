import { execFileSync } from "node:child_process";
import { truncateSync, utimesSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { evaluateFamilies } from "@sightglass/metrics-registry/testing";
import { textfile } from "../../src/collectors/textfile.ts";
import { MAX_FILE_BYTES } from "../../src/textfile/read-regular-file.ts";
import { createTextfileReader, type TextfileData } from "../../src/textfile/textfile-reader.ts";
import { fixtureHost } from "../support/collect.ts";
import { NOW, readTextfiles, seriesTexts } from "../support/read-textfiles.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const OPTIONS = { maxAge: 0, mergesHelp: true } as const;

test("files ending in .prom are exposed with their types, and their times", async () => {
  const folder = temporaryTree({
    "d/b.prom": "# HELP jobs_total Finished jobs.\n# TYPE jobs_total counter\njobs_total 3\n",
    "d/a.prom": 'state{x="1"} 2\n',
    "d/a.prom.tmp": "not parsed",
    "d/sub/c.prom": "too_deep 1\n",
    "d/.prom": "hidden 4\n",
  });
  utimesSync(join(folder, "d/b.prom"), 1000.9, 1000.9);
  utimesSync(join(folder, "d/a.prom"), 5, 5);
  utimesSync(join(folder, "d/.prom"), 6, 6);
  const host = fixtureHost(folder, () => NOW);
  const state = textfile.setup({ ...OPTIONS, directories: [join(folder, "d")] } as never, host);
  const data = await textfile.read(host, new AbortController().signal, state as never);
  const families = evaluateFamilies(textfile.families, data);
  expect(families.map(({ name, type }) => [name, type])).toEqual([
    ["hidden", "unknown"],
    ["state", "unknown"],
    ["jobs_total", "counter"],
    ["node_textfile_file_error", "gauge"],
    ["node_textfile_mtime_seconds", "gauge"],
    ["node_textfile_scrape_error", "gauge"],
  ]);
  expect(seriesTexts(families)).toEqual([
    "hidden{} 4",
    "state{x=1} 2",
    "jobs_total{} 3",
    `node_textfile_file_error{file=${folder}/d/.prom} 0`,
    `node_textfile_file_error{file=${folder}/d/a.prom} 0`,
    `node_textfile_file_error{file=${folder}/d/b.prom} 0`,
    `node_textfile_mtime_seconds{file=${folder}/d/.prom} 6`,
    `node_textfile_mtime_seconds{file=${folder}/d/a.prom} 5`,
    `node_textfile_mtime_seconds{file=${folder}/d/b.prom} 1000`,
    "node_textfile_scrape_error{} 0",
  ]);
  expect(families.find(({ name }) => name === "jobs_total")?.help).toBe("Finished jobs.");
});

test("without a directory there is nothing, and that is no error", async () => {
  const host = fixtureHost(temporaryTree({ "x/": "" }));
  const state = textfile.setup({ ...OPTIONS, directories: [] } as never, host);
  const data = await textfile.read(host, new AbortController().signal, state as never);
  expect(seriesTexts(evaluateFamilies(textfile.families, data))).toEqual(["node_textfile_scrape_error{} 0"]);
  expect(readTextfiles("")).toEqual({ families: [], mtimes: [], files: [], errors: [] });
});

test("a directory that does not exist is an error, and the others are read", () => {
  const folder = temporaryTree({ "d/a.prom": "a 1\n" });
  const { families, errors } = readTextfiles(join(folder, "absent"), join(folder, "d"));
  expect(seriesTexts(families)).toEqual(["a{} 1"]);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toContain(`${folder}/absent`);
});

test("globs name directories; one that two globs match is read once", () => {
  const folder = temporaryTree({
    "app-1/a.prom": "a 1\n",
    "app-2/b.prom": "b 2\n",
    "other/c.prom": "c 3\n",
    "app-x/d.prom": "d 4\n",
  });
  const { families, errors } = readTextfiles(join(folder, "app-[0-9]"), join(folder, "*-2"));
  expect(seriesTexts(families)).toEqual(["a{} 1", "b{} 2"]);
  expect(errors).toEqual([]);
});

test("a bad line costs that line and says which; the file counts as failed and has no time", () => {
  const folder = temporaryTree({
    "a.prom": "good 1\nbad\nalso_good 2\n",
    "b.prom": "b 2\n",
    "c.prom": "whole 1\nno_line_feed 1",
    "d.prom": '{"utf.8"} 1\n',
  });
  const { families, mtimes, files, errors } = readTextfiles(folder);
  expect(seriesTexts(families)).toEqual(["good{} 1", "also_good{} 2", "b{} 2", "whole{} 1"]);
  expect(mtimes.map(({ path }) => path)).toEqual([`${folder}/b.prom`]);
  expect(files.map(({ path, failed }) => [path.slice(folder.length + 1), failed])).toEqual([
    ["a.prom", true],
    ["b.prom", false],
    ["c.prom", true],
    ["d.prom", true],
  ]);
  expect(errors).toEqual([
    `${folder}/a.prom:2: expected a number as value, found ""`,
    `${folder}/c.prom:2: the last line is not ended by a line feed`,
    `${folder}/d.prom:1: quoted name "utf.8" is not allowed`,
  ]);
});

test("of many bad lines a few are told of, and the others counted", () => {
  const folder = temporaryTree({ "a.prom": `${"bad\n".repeat(10)}good 1\n` });
  const { families, errors } = readTextfiles(folder);
  expect(seriesTexts(families)).toEqual(["good{} 1"]);
  expect(errors).toHaveLength(4);
  expect(errors[3]).toBe(`${folder}/a.prom: 7 more bad lines`);
});

test("a timestamp refuses its file", () => {
  const folder = temporaryTree({ "a.prom": "a 1\nb 1 1395066363000\n" });
  const { families, mtimes, files, errors } = readTextfiles(folder);
  expect([families, mtimes]).toEqual([[], []]);
  expect(files).toEqual([{ path: `${folder}/a.prom`, failed: true }]);
  expect(errors).toEqual([`${folder}/a.prom: b has a timestamp, which a textfile must not have`]);
});

test("a file that is older than the maximum age is left out and counts as failed", () => {
  const folder = temporaryTree({ "new.prom": "new 1\n", "old.prom": "old 1\n" });
  utimesSync(join(folder, "new.prom"), NOW - 59, NOW - 59);
  utimesSync(join(folder, "old.prom"), NOW - 61, NOW - 61);
  const reader = createTextfileReader({ maxAgeMs: 60_000 });
  const at = (nowSeconds: number): TextfileData =>
    reader.read({ folders: [folder], silent: [] }, new AbortController().signal, nowSeconds);
  const { families, errors } = at(NOW);
  expect(seriesTexts(families)).toEqual(["new{} 1"]);
  expect(errors).toEqual([`${folder}/old.prom: too old, last changed at ${new Date((NOW - 61) * 1000).toISOString()}`]);
  expect(seriesTexts(at(NOW - 2).families)).toEqual(["new{} 1", "old{} 1"]);
  expect(seriesTexts(at(NOW + 5).families)).toEqual([]);
});

test("one name in several files: the first help and type win; series under another help stay", () => {
  const folder = temporaryTree({
    "a.prom": "# HELP m First.\n# TYPE m gauge\nm 1\n# TYPE n counter\nn 1\n",
    "b.prom": '# HELP m Second.\n# TYPE m gauge\nm{f="b"} 2\n',
    "c.prom": '# TYPE m gauge\nm{f="c"} 3\n# HELP n Late.\n# TYPE n counter\nn{f="c"} 2\n',
    "d.prom": '# TYPE m counter\nm{f="d"} 4\n',
    "e.prom": '# HELP m First.\n# TYPE m gauge\nm{f="e"} 5\n',
  });
  const { families, mtimes, files, errors } = readTextfiles(folder);
  expect(seriesTexts(families)).toEqual(["m{} 1", "m{f=b} 2", "m{f=c} 3", "m{f=e} 5", "n{} 1", "n{f=c} 2"]);
  expect(families.map(({ help }) => help)).toEqual(["First.", "Late."]);
  expect(errors).toEqual([
    `${folder}/b.prom: m has another help text in ${folder}/a.prom`,
    `${folder}/d.prom: m is counter here and gauge in ${folder}/a.prom`,
  ]);
  expect(mtimes).toHaveLength(5);
  expect(files.filter(({ failed }) => failed).map(({ path }) => path)).toEqual([
    `${folder}/b.prom`,
    `${folder}/d.prom`,
  ]);

  const asUpstream = createTextfileReader({ keepsOtherHelp: false });
  const strict = asUpstream.read({ folders: [folder], silent: [] }, new AbortController().signal, NOW);
  expect(seriesTexts(strict.families)).toEqual(["m{} 1", "m{f=c} 3", "m{f=e} 5", "n{} 1", "n{f=c} 2"]);
  expect(strict.errors).toEqual(errors);
});

test("a name without help names its files", () => {
  const folder = temporaryTree({ "a.prom": "m 1\n", "b.prom": 'm{f="b"} 2\n' });
  expect(readTextfiles(folder).families[0]?.help).toBe(`Metric read from ${folder}/a.prom, ${folder}/b.prom`);
});

test("pipes, sockets, folders, devices and huge files never hold up a scrape", async () => {
  const folder = temporaryTree({
    "a.prom": "a 1\n",
    "folder.prom/": "",
    "null.prom": { link: "/dev/null" },
    "dangling.prom": { link: "nowhere" },
    "endless.prom": { link: "endless.prom" },
    "link.prom": { link: "kept" },
    kept: "linked 2\n",
    "huge.prom": "",
  });
  execFileSync("mkfifo", [join(folder, "pipe.prom")]);
  truncateSync(join(folder, "huge.prom"), MAX_FILE_BYTES + 1);
  const server = createServer().listen(join(folder, "socket.prom"));
  await once(server, "listening");
  try {
    const { families, errors } = readTextfiles(folder);
    expect(seriesTexts(families)).toEqual(["a{} 1", "linked{} 2"]);
    expect(errors).toHaveLength(7);
    expect(errors[0]).toContain("ENOENT");
    expect(errors[1]).toContain("ELOOP");
    expect(errors.slice(2)).toEqual([
      `${folder}/folder.prom: not a regular file`,
      `${folder}/huge.prom: larger than ${MAX_FILE_BYTES} bytes`,
      `${folder}/null.prom: not a regular file`,
      `${folder}/pipe.prom: not a regular file`,
      `${folder}/socket.prom: not a regular file`,
    ]);
  } finally {
    server.close();
  }
});

test("faults are told of once while they last", async () => {
  const folder = temporaryTree({ "a.prom": "bad\n" });
  const told: unknown[] = [];
  const host = { ...fixtureHost(folder, () => NOW), warn: (...call: unknown[]) => void told.push(call) };
  const state = textfile.setup({ ...OPTIONS, directories: [folder] } as never, host);
  for (let scrape = 0; scrape < 3; scrape += 1) {
    await textfile.read(host, new AbortController().signal, state as never);
  }
  const err = `${folder}/a.prom:1: expected a number as value, found ""`;
  expect(told).toEqual([["Part of a textfile is not exposed", { collector: "textfile", err }]]);
});
