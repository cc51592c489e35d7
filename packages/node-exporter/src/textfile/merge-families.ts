import type { HistogramPoint, LabelPairs, MetricFamily, SummaryPoint } from "@sightglass/metrics-registry";

/** What one file gave. */
export interface TextfileContent {
  readonly path: string;
  readonly families: readonly MetricFamily[];
}

/** Families of all files, and what had to be left out. */
export interface MergedFamilies {
  readonly families: readonly MetricFamily[];
  readonly errors: readonly string[];
}

type Point = MetricFamily["points"][number];

/** Pads label sets to the union of the family's label names, as node_exporter does: an absent label becomes an empty one. */
function padLabels(points: readonly Point[]): readonly Point[] {
  const names = new Set<string>();
  for (const { labels } of points) for (const [name] of labels) names.add(name);
  if (points.every(({ labels }) => labels.length === names.size)) return points;
  return points.map((point) => {
    const own = new Set(point.labels.map(([name]) => name));
    const missing: LabelPairs = [...names].filter((name) => !own.has(name)).map((name) => [name, ""] as const);
    return Object.assign({}, point, { labels: [...point.labels, ...missing] });
  });
}

/** Ascending by bound; of equal bounds the last one counts. */
function ordered<Entry>(entries: readonly Entry[], boundOf: (entry: Entry) => number): readonly Entry[] {
  return [...new Map(entries.map((entry) => [boundOf(entry), entry])).values()].toSorted(
    (left, right) => boundOf(left) - boundOf(right),
  );
}

function normalise(family: MetricFamily): readonly Point[] {
  if (family.type === "histogram") {
    return padLabels(
      family.points.map((point): HistogramPoint =>
        Object.assign({}, point, { buckets: ordered(point.buckets, ({ upperBound }) => upperBound) }),
      ),
    );
  }
  if (family.type === "summary") {
    return padLabels(
      family.points.map((point): SummaryPoint =>
        Object.assign({}, point, { quantiles: ordered(point.quantiles, ({ quantile }) => quantile) }),
      ),
    );
  }
  return padLabels(family.points);
}

interface Merging {
  readonly type: MetricFamily["type"];
  help: string | undefined;
  readonly points: Point[];
  readonly paths: string[];
}

/**
 * Puts families of the same name together. The first help text and type of a name win; a family that contradicts
 * them is left out and reported. A name without help in any file gets one that names its files.
 */
export function mergeFamilies(contents: readonly TextfileContent[]): MergedFamilies {
  const byName = new Map<string, Merging>();
  const errors: string[] = [];
  for (const { path, families } of contents) {
    for (const family of families) {
      const { name, type, help } = family;
      const known = byName.get(name);
      if (known === undefined) {
        byName.set(name, { type, help, points: [...normalise(family)], paths: [path] });
      } else if (known.type !== type) {
        errors.push(`${path}: ${name} is ${type} here and ${known.type} in ${known.paths[0]}`);
      } else if (help !== undefined && known.help !== undefined && known.help !== help) {
        errors.push(`${path}: ${name} has another help text in ${known.paths[0]}`);
      } else {
        known.help ??= help;
        for (const point of normalise(family)) known.points.push(point);
        known.paths.push(path);
      }
    }
  }
  const families = [...byName].map(
    ([name, { type, help, points, paths }]) =>
      ({ name, type, help: help ?? `Metric read from ${paths.join(", ")}`, points }) as MetricFamily,
  );
  return { families, errors };
}
