import { expect, test } from "vitest";
import { SeriesStore } from "../../src/collect/series-store.ts";

test("the same label set is the same object in every scrape, wherever it stands", () => {
  const store = new SeriesStore("demo", ["device"], {});
  store.begin();
  const [eth, lo] = [store.takeOne("eth0"), store.takeOne("lo")];
  store.begin();
  expect(store.takeOne("lo")).toBe(lo);
  expect(store.takeOne("eth0")).toBe(eth);
  expect(eth).toMatchObject({ prefix: 'demo{device="eth0"} ', labelValues: ["eth0"] });
});

test("the second of two equal label sets in one scrape is a duplicate", () => {
  const store = new SeriesStore("demo", ["a", "b"], {});
  store.begin();
  expect(store.takeTwo("1", "2")).toMatchObject({ prefix: 'demo{a="1",b="2"} ' });
  expect(store.takeTwo("1", "2")).toBe("duplicate");
  expect(store.take(["1", "2"])).toBe("duplicate");
  expect(store.takeTwo("12", "")).toMatchObject({ labelValues: ["12", ""] });
});

test("label values with separators do not run into each other", () => {
  const store = new SeriesStore("demo", ["a", "b"], {});
  store.begin();
  store.take(['x","', "y"]);
  expect(store.take(["x", '","y'])).toMatchObject({ labelValues: ["x", '","y'] });
  expect(store.take(["x\u0000", "y"])).toMatchObject({ labelValues: ["x\u0000", "y"] });
  expect(store.take(["x", "\u0000y"])).toMatchObject({ labelValues: ["x", "\u0000y"] });
});

test("dropped labels make series one: the first stays, in any order, in every scrape", () => {
  const store = new SeriesStore("demo", ["device", "path"], { dropLabels: new Set(["path"]) });
  for (let scrape = 0; scrape < 4; scrape += 1) {
    store.begin();
    const orders = scrape % 2 === 0 ? ["/a", "/b", "/c"] : ["/c", "/b", "/a"];
    const taken = orders.map((path) => store.takeTwo("sda", path));
    expect(taken.map((one) => (typeof one === "string" ? one : one.prefix))).toEqual([
      'demo{device="sda"} ',
      "rule_drop",
      "rule_drop",
    ]);
  }
});

test("a cap keeps the first series and says so for the others", () => {
  const store = new SeriesStore("demo", ["n"], { maxSeriesPerFamily: 2 });
  store.begin();
  expect(["a", "b", "c", "d"].map((n) => store.takeOne(n)).filter((one) => one === "rule_cap")).toHaveLength(2);
  store.begin();
  expect(store.takeOne("a")).toMatchObject({ prefix: 'demo{n="a"} ' });
});

test("a cap bounds what is kept, too", () => {
  const store = new SeriesStore("demo", ["n"], { maxSeriesPerFamily: 10 });
  store.begin();
  for (let index = 0; index < 1_000; index += 1) store.takeOne(`n${index}`);
  expect(store.size).toBe(10);
});
