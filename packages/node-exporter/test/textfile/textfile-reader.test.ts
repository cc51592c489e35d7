import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createTextfileReader, type TextfileData } from "../../src/textfile/textfile-reader.ts";
import { labelText, NOW, readTextfiles, seriesTexts } from "../support/read-textfiles.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

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
  const [m, h, s] = readTextfiles(folder).families;
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

test("a file is parsed again when it changed, was replaced or came back, and else not", () => {
  const folder = temporaryTree({ "a.prom": "a 1\n" });
  const path = join(folder, "a.prom");
  utimesSync(path, 5, 5);
  const reader = createTextfileReader();
  const scrape = (): TextfileData => reader.read({ folders: [folder], silent: [] }, new AbortController().signal, NOW);
  const first = scrape();
  expect(scrape().families[0]?.points[0]).toBe(first.families[0]?.points[0]);

  writeFileSync(`${path}.new`, "a 2\n");
  utimesSync(`${path}.new`, 5, 5);
  renameSync(`${path}.new`, path);
  expect(seriesTexts(scrape().families)).toEqual(["a{} 2"]);

  writeFileSync(path, "a 3\n");
  utimesSync(path, 5, 5);
  expect(seriesTexts(scrape().families)).toEqual(["a{} 3"]);

  rmSync(path);
  expect(scrape()).toEqual({ families: [], mtimes: [], files: [], errors: [] });
  mkdirSync(path);
  expect(scrape().errors).toEqual([`${path}: not a regular file`]);
});

test("a file that has just changed is not remembered: its times may not tell the next change", () => {
  const folder = temporaryTree({ "a.prom": "a 1\n" });
  utimesSync(join(folder, "a.prom"), NOW - 1, NOW - 1);
  const reader = createTextfileReader();
  const [first, second] = [0, 0].map(
    () => reader.read({ folders: [folder], silent: [] }, new AbortController().signal, NOW).families[0]?.points[0],
  );
  expect(second).toEqual(first);
  expect(second).not.toBe(first);
});

test("an aborted scrape stops", () => {
  const folder = temporaryTree({ "a.prom": "a 1\n" });
  expect(() =>
    createTextfileReader().read({ folders: [folder], silent: [] }, AbortSignal.abort(new Error("late")), NOW),
  ).toThrow("late");
});
