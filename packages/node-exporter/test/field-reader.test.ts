import { describe, expect, test, vi } from "vitest";
import { createFieldReader, emitFields } from "../src/field-reader.ts";
import { parseMeminfo } from "../src/procfs/meminfo.ts";
import { parseSockstat } from "../src/procfs/sockstat.ts";
import { parseVmstat } from "../src/procfs/vmstat.ts";

/** A reader of /proc/vmstat's fields that start with `pg`, and how often it had to parse. */
function vmstatReader() {
  const parse = vi.fn((text: string) => parseVmstat(text, (field) => (field.startsWith("pg") ? field : undefined)));
  return { parse, read: createFieldReader(parse) };
}

const FIRST = "nr_free 5\npgin 7\npgout 8\nthp 1\npgfault 9\nnuma 0\n";

describe("texts of one layout", () => {
  test("are parsed once", () => {
    const { parse, read } = vmstatReader();
    const { names } = read(FIRST);
    expect(read("nr_free 512\npgin 70\npgout 8888\nthp 2\npgfault 18446744073709551615\nnuma 4\n")).toEqual({
      names: ["pgin", "pgout", "pgfault"],
      values: [70, 8888, 2 ** 64],
    });
    expect(read(FIRST)).toEqual({ names, values: [7, 8, 9] });
    expect(read(FIRST).names).toBe(names);
    expect(parse).toHaveBeenCalledTimes(1);
  });

  test("may pad their numbers, and have units", () => {
    const parse = vi.fn((text: string) => parseMeminfo(text, (field) => field));
    const read = createFieldReader(parse);
    read("MemTotal:        1 kB\nActive(anon):    2 kB\nHugePages:       0\n");
    expect(read("MemTotal: 12345678 kB\nActive(anon):   20 kB\nHugePages:      30\n").values).toEqual([
      12_345_678 * 1024,
      20_480,
      30,
    ]);
    expect(parse).toHaveBeenCalledTimes(1);
  });

  test("may have several numbers in a line", () => {
    const parse = vi.fn((text: string) => parseSockstat(text, "x", (protocol, key) => `${protocol}_${key}`));
    const read = createFieldReader(parse);
    read("sockets: used 229\nTCP: inuse 4 mem 1\nUDP: inuse 1\n");
    expect(read("sockets: used 3\nTCP: inuse 44 mem 11\nUDP: inuse 0\n")).toEqual({
      names: ["sockets_used", "TCP_inuse", "TCP_mem", "UDP_inuse"],
      values: [3, 44, 11, 0],
    });
    expect(parse).toHaveBeenCalledTimes(1);
  });
});

test.each([
  ["a wanted line was renamed", FIRST.replace("pgout", "pgother"), ["pgin", "pgother", "pgfault"], [7, 8, 9]],
  ["a line came", `new 3\n${FIRST}`, ["pgin", "pgout", "pgfault"], [7, 8, 9]],
  ["a wanted line came last", `${FIRST}pgnew 3\n`, ["pgin", "pgout", "pgfault", "pgnew"], [7, 8, 9, 3]],
  ["a line went", FIRST.replace("thp 1\n", ""), ["pgin", "pgout", "pgfault"], [7, 8, 9]],
  [
    "wanted lines changed places",
    FIRST.replace("pgin 7\npgout 8", "pgout 8\npgin 7"),
    ["pgout", "pgin", "pgfault"],
    [8, 7, 9],
  ],
  ["a number is negative", FIRST.replace("8", "-8"), ["pgin", "pgout", "pgfault"], [7, -8, 9]],
  ["a number has a fraction", FIRST.replace("8", "8.5"), ["pgin", "pgout", "pgfault"], [7, 8.5, 9]],
  ["a number has an exponent", FIRST.replace("8", "8e3"), ["pgin", "pgout", "pgfault"], [7, 8000, 9]],
  ["the last newline is missing", FIRST.slice(0, -1), ["pgin", "pgout", "pgfault"], [7, 8, 9]],
  ["nothing is wanted", "nr_free 5\n", [], []],
  ["it is empty", "", [], []],
])("another text is parsed: %s", (_what, text, names, values) => {
  const { read } = vmstatReader();
  read(FIRST);
  // Twice, as it may have become the layout that is remembered.
  for (let time = 0; time < 2; time += 1) expect(read(text)).toEqual({ names, values });
  expect(read(FIRST)).toEqual({ names: ["pgin", "pgout", "pgfault"], values: [7, 8, 9] });
});

test("numbers of a form that was not there before are not cut", () => {
  const { read } = vmstatReader();
  read("pgin 8.5\npgout 1e3\n");
  expect(read("pgin 9.5\npgout 2e3\n").values).toEqual([9.5, 2000]);
});

test("a text of enormous lines is parsed each time", () => {
  const { parse, read } = vmstatReader();
  const text = Array.from({ length: 4 }, (_, index) => `pg${String(index).padEnd(20_000, "x")} ${index}\n`).join("");
  for (let time = 0; time < 2; time += 1) expect(read(text).values).toEqual([0, 1, 2, 3]);
  expect(parse).toHaveBeenCalledTimes(2);
});

test("what the parser refuses stays refused, and the layout from before it is forgotten without harm", () => {
  const { read } = vmstatReader();
  read(FIRST);
  expect(() => read("pgin x\n")).toThrow("vmstat:1:");
  expect(read(FIRST).values).toEqual([7, 8, 9]);
});

test("fields are emitted in their order", () => {
  const emit = vi.fn();
  emitFields({ names: ["a", "b"], values: [1, 2] }, emit);
  expect(emit.mock.calls).toEqual([
    ["a", 1],
    ["b", 2],
  ]);
});
