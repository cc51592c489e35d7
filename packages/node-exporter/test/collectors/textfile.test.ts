import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { LabelPairs, MetricFamily } from "@sightglass/metrics-registry";
import { evaluateFamilies } from "@sightglass/metrics-registry/testing";
import { textfile } from "../../src/collectors/textfile.ts";
import { MAX_FILE_BYTES } from "../../src/textfile/read-regular-file.ts";
import { createTextfileReader, type TextfileData } from "../../src/textfile/textfile-reader.ts";
import { fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const NOW = 2_000_000_000;
const read = (...directories: string[]): TextfileData =>
  createTextfileReader(directories).read(new AbortController().signal, NOW);

const labelText = (labels: LabelPairs): string => labels.map(([name, value]) => `${name}=${value}`).join(",");

/** Scalar series as `name{labels} value`. */
function series(families: readonly MetricFamily[]): string[] {
  return families.flatMap(({ name, points }) =>
    points.map((point) => `${name}{${labelText(point.labels)}} ${"value" in point ? point.value : "point"}`),
  );
}

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
  const state = textfile.setup({ directories: [join(folder, "d")] } as never, host);
  const data = await textfile.read(host, new AbortController().signal, state as never);
  const families = evaluateFamilies(textfile.families, data);
  expect(families.map(({ name, type }) => [name, type])).toEqual([
    ["hidden", "unknown"],
    ["state", "unknown"],
    ["jobs_total", "counter"],
    ["node_textfile_mtime_seconds", "gauge"],
    ["node_textfile_scrape_error", "gauge"],
  ]);
  expect(series(families)).toEqual([
    "hidden{} 4",
    "state{x=1} 2",
    "jobs_total{} 3",
    `node_textfile_mtime_seconds{file=${folder}/d/.prom} 6`,
    `node_textfile_mtime_seconds{file=${folder}/d/a.prom} 5`,
    `node_textfile_mtime_seconds{file=${folder}/d/b.prom} 1000`,
    "node_textfile_scrape_error{} 0",
  ]);
  expect(families.find(({ name }) => name === "jobs_total")?.help).toBe("Finished jobs.");
});

test("without a directory there is nothing, and that is no error", async () => {
  const host = fixtureHost(temporaryTree({ "x/": "" }));
  const state = textfile.setup({ directories: [] } as never, host);
  const data = await textfile.read(host, new AbortController().signal, state as never);
  expect(series(evaluateFamilies(textfile.families, data))).toEqual(["node_textfile_scrape_error{} 0"]);
  expect(read("")).toEqual({ families: [], mtimes: [], errors: [] });
});

test("a directory that does not exist is an error, and the others are read", () => {
  const folder = temporaryTree({ "d/a.prom": "a 1\n" });
  const { families, errors } = read(join(folder, "absent"), join(folder, "d"));
  expect(series(families)).toEqual(["a{} 1"]);
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
  const { families, errors } = read(join(folder, "app-[0-9]"), join(folder, "*-2"));
  expect(series(families)).toEqual(["a{} 1", "b{} 2"]);
  expect(errors).toEqual([]);
});

test("a bad line refuses its file and says which line; other files are read", () => {
  const folder = temporaryTree({
    "a.prom": "good 1\nbad\n",
    "b.prom": "b 2\n",
    "c.prom": "no_line_feed 1",
    "d.prom": '{"utf.8"} 1\n',
  });
  const { families, mtimes, errors } = read(folder);
  expect(series(families)).toEqual(["b{} 2"]);
  expect(mtimes.map(({ path }) => path)).toEqual([`${folder}/b.prom`]);
  expect(errors).toEqual([
    `${folder}/a.prom:2: expected a number as value, found ""`,
    `${folder}/c.prom:1: the last line is not ended by a line feed`,
    `${folder}/d.prom:1: quoted name "utf.8" is not allowed`,
  ]);
});

test("a timestamp refuses its file", () => {
  const folder = temporaryTree({ "a.prom": "a 1\nb 1 1395066363000\n" });
  expect(read(folder)).toEqual({
    families: [],
    mtimes: [],
    errors: [`${folder}/a.prom: b has a timestamp, which a textfile must not have`],
  });
});

test("bytes that are no UTF-8 refuse their file", () => {
  const folder = temporaryTree({ "x/": "" });
  writeFileSync(
    join(folder, "a.prom"),
    Buffer.from([0x61, 0x7b, 0x62, 0x3d, 0x22, 0xff, 0x22, 0x7d, 0x20, 0x31, 0x0a]),
  );
  expect(read(folder).errors).toEqual([`${folder}/a.prom: invalid UTF-8`]);
});

test("one name in several files: the first help and type win, and what contradicts them is an error", () => {
  const folder = temporaryTree({
    "a.prom": "# HELP m First.\n# TYPE m gauge\nm 1\n# TYPE n counter\nn 1\n",
    "b.prom": '# HELP m Second.\n# TYPE m gauge\nm{f="b"} 2\n',
    "c.prom": '# TYPE m gauge\nm{f="c"} 3\n# HELP n Late.\n# TYPE n counter\nn{f="c"} 2\n',
    "d.prom": '# TYPE m counter\nm{f="d"} 4\n',
    "e.prom": '# HELP m First.\n# TYPE m gauge\nm{f="e"} 5\n',
  });
  const { families, mtimes, errors } = read(folder);
  expect(series(families)).toEqual(["m{} 1", "m{f=c} 3", "m{f=e} 5", "n{} 1", "n{f=c} 2"]);
  expect(families.map(({ help }) => help)).toEqual(["First.", "Late."]);
  expect(errors).toEqual([
    `${folder}/b.prom: m has another help text in ${folder}/a.prom`,
    `${folder}/d.prom: m is counter here and gauge in ${folder}/a.prom`,
  ]);
  expect(mtimes).toHaveLength(5);
});

test("a name without help names its files", () => {
  const folder = temporaryTree({ "a.prom": "m 1\n", "b.prom": 'm{f="b"} 2\n' });
  expect(read(folder).families[0]?.help).toBe(`Metric read from ${folder}/a.prom, ${folder}/b.prom`);
});

test("labels are padded to the union of a family, buckets and quantiles put in order", () => {
  const folder = temporaryTree({
    "a.prom": [
      'm{a="1"} 1',
      'm{b="2"} 2',
      "# TYPE h histogram",
      'h_bucket{le="+Inf",x="y"} 5',
      'h_bucket{le="1",x="y"} 3',
      'h_bucket{le="1",x="y"} 4',
      'h_count{x="y"} 5',
      "h_count 1",
      "# TYPE s summary",
      's{quantile="0.9"} 2',
      's{quantile="0.5"} 1',
      "",
    ].join("\n"),
  });
  const [m, h, s] = read(folder).families;
  expect(m?.points.map(({ labels }) => labelText(labels))).toEqual(["a=1,b=", "b=2,a="]);
  expect(h?.points).toEqual([
    {
      labels: [["x", "y"]],
      buckets: [
        { upperBound: 1, count: 4 },
        { upperBound: Infinity, count: 5 },
      ],
      sum: 0,
      count: 5,
    },
    { labels: [["x", ""]], buckets: [], sum: 0, count: 1 },
  ]);
  expect(s?.points).toEqual([
    {
      labels: [],
      quantiles: [
        { quantile: 0.5, value: 1 },
        { quantile: 0.9, value: 2 },
      ],
      sum: 0,
      count: 0,
    },
  ]);
});

test("pipes, sockets, folders, devices and huge files never hold up a scrape", async () => {
  const folder = temporaryTree({
    "a.prom": "a 1\n",
    "folder.prom/": "",
    "null.prom": { link: "/dev/null" },
    "dangling.prom": { link: "nowhere" },
    "link.prom": { link: "kept" },
    kept: "linked 2\n",
    "huge.prom": "",
  });
  execFileSync("mkfifo", [join(folder, "pipe.prom")]);
  truncateSync(join(folder, "huge.prom"), MAX_FILE_BYTES + 1);
  const server = createServer().listen(join(folder, "socket.prom"));
  await once(server, "listening");
  try {
    const { families, errors } = read(folder);
    expect(series(families)).toEqual(["a{} 1", "linked{} 2"]);
    expect(errors).toHaveLength(6);
    expect(errors[0]).toContain("ENOENT");
    expect(errors.slice(1)).toEqual([
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

test("a file is parsed again when it changed, was replaced or came back, and else not", () => {
  const folder = temporaryTree({ "a.prom": "a 1\n" });
  const path = join(folder, "a.prom");
  utimesSync(path, 5, 5);
  const reader = createTextfileReader([folder]);
  const scrape = (): TextfileData => reader.read(new AbortController().signal, NOW);
  const first = scrape();
  expect(scrape().families[0]?.points[0]).toBe(first.families[0]?.points[0]);

  writeFileSync(`${path}.new`, "a 2\n");
  utimesSync(`${path}.new`, 5, 5);
  renameSync(`${path}.new`, path);
  expect(series(scrape().families)).toEqual(["a{} 2"]);

  writeFileSync(path, "a 3\n");
  utimesSync(path, 5, 5);
  expect(series(scrape().families)).toEqual(["a{} 3"]);

  rmSync(path);
  expect(scrape()).toEqual({ families: [], mtimes: [], errors: [] });
  mkdirSync(path);
  expect(scrape().errors).toEqual([`${path}: not a regular file`]);
});

test("a file that has just changed is not remembered: its times may not tell the next change", () => {
  const folder = temporaryTree({ "a.prom": "a 1\n" });
  utimesSync(join(folder, "a.prom"), NOW - 1, NOW - 1);
  const reader = createTextfileReader([folder]);
  const [first, second] = [0, 0].map(() => reader.read(new AbortController().signal, NOW).families[0]?.points[0]);
  expect(second).toEqual(first);
  expect(second).not.toBe(first);
});

test("an aborted scrape stops", () => {
  const folder = temporaryTree({ "a.prom": "a 1\n" });
  expect(() => createTextfileReader([folder]).read(AbortSignal.abort(new Error("late")), NOW)).toThrow("late");
});
