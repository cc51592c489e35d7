import type { HistogramPoint, LabelPairs, MetricFamily, SummaryPoint } from "@sightglass/metrics-registry";

/** What one file gave. */
export interface TextfileContent {
  readonly path: string;
  readonly families: readonly MetricFamily[];
}

/** Two files that contradict each other. */
export interface Clash {
  /** The file that came later, and lost. */
  readonly path: string;
  readonly message: string;
}

/** Families of all files, and where they clashed. */
export interface MergedFamilies {
  readonly families: readonly MetricFamily[];
  readonly clashes: readonly Clash[];
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
 * Puts families of the same name together. The first help text and type of a name win, and what contradicts them is
 * reported. Series under another help text are kept, unless `keepsOtherHelp` is false: node_exporter leaves them out.
 * Those of another type are left out, since a family has one. A name without help in any file gets one that names its
 * files.
 */
export function mergeFamilies(contents: readonly TextfileContent[], keepsOtherHelp: boolean): MergedFamilies {
  const byName = new Map<string, Merging>();
  const clashes: Clash[] = [];
  for (const { path, families } of contents) {
    for (const family of families) {
      const { name, type, help } = family;
      const known = byName.get(name);
      if (known === undefined) {
        byName.set(name, { type, help, points: [...normalise(family)], paths: [path] });
        continue;
      }
      if (known.type !== type) {
        clashes.push({ path, message: `${path}: ${name} is ${type} here and ${known.type} in ${known.paths[0]}` });
        continue;
      }
      if (help !== undefined && known.help !== undefined && known.help !== help) {
        clashes.push({ path, message: `${path}: ${name} has another help text in ${known.paths[0]}` });
        if (!keepsOtherHelp) continue;
      }
      known.help ??= help;
      for (const point of normalise(family)) known.points.push(point);
      known.paths.push(path);
    }
  }
  const families = [...byName].map(
    ([name, { type, help, points, paths }]) =>
      ({ name, type, help: help ?? `Metric read from ${paths.join(", ")}`, points }) as MetricFamily,
  );
  return { families, clashes };
}
