import * as fc from "fast-check";
import type { Exemplar, LabelPairs, MetricFamily } from "../../src/model.ts";

const RESERVED = new Set(["le", "quantile", "__name__"]);
const anyText = fc.string({ unit: "binary", maxLength: 12 });
/** Text of a name: a server reads NUL there as the end of the page, so no writer writes one. */
const nameText = (minLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: "binary", minLength, maxLength: 6 }).map((text) => text.replaceAll("\0", "_"));
const legacyLabel = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,6}$/);
const labelName = fc.oneof({ weight: 3, arbitrary: legacyLabel }, nameText(1)).filter((name) => !RESERVED.has(name));

const labels: fc.Arbitrary<LabelPairs> = fc.uniqueArray(fc.tuple(labelName, anyText), {
  selector: ([name]) => name,
  maxLength: 4,
});

/** Milliseconds of the years that matter; earlier ones are left out of the text format, since no server takes them. */
const timestampMs = fc.option(fc.integer({ min: 0, max: 4_000_000_000_000 }), { nil: undefined });
const count = fc.oneof(fc.nat(), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }));
const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, 1, -0, NaN, Infinity, -Infinity));

const exemplar: fc.Arbitrary<Exemplar | undefined> = fc.option(
  fc.record({ labels, value: fc.double(), timestampMs }).map(defined),
  { nil: undefined },
);

/** Drops keys whose value is undefined, since the model has no such keys. */
function defined<Given extends object>(record: Given): Defined<Given> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Defined<Given>;
}

type Defined<Given> = { readonly [Key in keyof Given]: Exclude<Given[Key], undefined> };

const scalarPoint = fc.record({ labels, value: number, timestampMs, exemplar }).map(defined);

function distinct<Point extends { readonly labels: LabelPairs }>(points: readonly Point[]): Point[] {
  const seen = new Set<string>();
  return points.filter(({ labels: own }) => {
    const key = JSON.stringify([...own].toSorted(([left], [right]) => (left < right ? -1 : 1)));
    return seen.has(key) ? false : seen.add(key);
  });
}

const buckets = fc
  .uniqueArray(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 5 })
  .chain((bounds) =>
    fc.tuple(
      ...[...bounds.toSorted((left, right) => left - right), Infinity].map((upperBound) =>
        fc.record({ count, exemplar }).map((rest) => defined({ upperBound, ...rest })),
      ),
    ),
  );

const histogramPoint = fc.record({ labels, buckets, sum: number, count, timestampMs }).map(defined);
const quantiles = fc.uniqueArray(fc.record({ quantile: fc.double({ min: 0, max: 1, noNaN: true }), value: number }), {
  selector: ({ quantile }) => quantile,
  maxLength: 4,
});
const summaryPoint = fc.record({ labels, quantiles, sum: number, count, timestampMs }).map(defined);

/** A help text that text format 0.0.4 can carry: it skips leading blanks and knows no empty one. */
const help = fc.option(
  anyText.filter((text) => text !== "" && !/^[ \t]/.test(text)),
  { nil: undefined },
);

const TYPES = ["gauge", "counter", "unknown", "info", "stateset", "histogram", "summary"] as const;

/** The index keeps names unique; the last letter keeps one from ending like a sample of another family. */
const baseName = (index: number): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.stringMatching(/^[a-zA-Z0-9_:]{0,8}$/).map((text) => `m${index}_${text}x`) },
    nameText(0).map((text) => `${index}.${text}x`),
  );

function family(index: number): fc.Arbitrary<MetricFamily> {
  return fc
    .record({
      base: baseName(index),
      type: fc.constantFrom(...TYPES),
      help,
      suffixed: fc.boolean(),
      withUnit: fc.boolean(),
    })
    .chain(({ base, type, help: text, suffixed, withUnit }) => {
      const stem = withUnit ? `${base}_bytes` : base;
      const suffix = !suffixed ? "" : type === "counter" ? "_total" : type === "info" ? "_info" : "";
      const name = stem + suffix;
      const head = defined({ name, type, help: text, unit: withUnit ? "bytes" : undefined });
      const several = { minLength: 1, maxLength: 4 };
      if (type === "histogram" || type === "summary") {
        const point: fc.Arbitrary<{ readonly labels: LabelPairs }> =
          type === "histogram" ? histogramPoint : summaryPoint;
        return fc
          .array(point, several)
          .map((points) => ({ ...head, points: distinct(points) }) as unknown as MetricFamily);
      }
      if (type === "stateset") {
        const point = fc
          .record({ labels, state: anyText, value: fc.constantFrom(0, 1), timestampMs })
          .map(({ labels: own, state, ...rest }) =>
            defined({ labels: [...own.filter(([label]) => label !== name), [name, state] as const], ...rest }),
          );
        return fc.array(point, several).map((points) => ({ ...head, points }) as unknown as MetricFamily);
      }
      return fc.array(scalarPoint, several).map((points) => ({ ...head, points }) as unknown as MetricFamily);
    });
}

/** Lists of families that every format can carry: unique names, none of them a sample name of another. */
export const families: fc.Arbitrary<MetricFamily[]> = fc
  .nat({ max: 4 })
  .chain((size) => fc.tuple(...Array.from({ length: size }, (_, index) => family(index))));
