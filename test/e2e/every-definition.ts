import { defineCollector, type CollectorDefinition, type FamilyDefinition } from "@sightglass/metrics-registry";
import { collectors } from "@sightglass/node-exporter";

/** One point of a definition that may come without data on any machine there is for a test. */
interface Point {
  readonly name: string;
  readonly value: number;
  readonly labels: readonly string[];
  readonly labelValues: readonly string[];
}

function pointOf(family: FamilyDefinition<never>, index: number): Point | undefined {
  if (family.kind === "foreign") return undefined;
  const { labels, type } = family;
  return {
    name: family.kind === "static" ? family.name : `${family.prefix}anything`,
    value: type === "info" ? 1 : index + 0.5,
    labels,
    labelValues: labels.map((label) => `a ${label}`),
  };
}

/** The definition with one constant point in place of its own samples; name, type, help and labels stay. */
function withPoint(family: FamilyDefinition<never>, { name, value, labelValues }: Point): FamilyDefinition<never> {
  if (family.kind === "static") {
    return {
      ...family,
      samples: (_data: never, emit: (value: never, ...labelValues: string[]) => void) =>
        emit(value as never, ...labelValues),
    };
  }
  if (family.kind === "dynamic") {
    return {
      ...family,
      samples: (_data: never, emit: (name: string, value: number, ...labelValues: string[]) => void) =>
        emit(name, value, ...labelValues),
    };
  }
  return family;
}

const points = new Map<string, { readonly point: Point; readonly family: FamilyDefinition<never> }>();
for (const family of collectors.flatMap(({ families }) => families)) {
  const point = pointOf(family, points.size);
  // Two collectors may share a name, with different labels; on one page the first has it.
  if (point !== undefined && !points.has(point.name)) points.set(point.name, { point, family });
}

/** A collector with every definition of the node agent but those whose families come from elsewhere, one point each. */
export const everyDefinition: CollectorDefinition<undefined> = {
  ...defineCollector({
    name: "every",
    help: "Constant points of the agent's definitions.",
    enabledByDefault: true,
    read: (_source: undefined) => undefined,
    families: () => [],
  }),
  families: [...points.values()].map(({ family, point }) => withPoint(family, point)),
};

/** What a server has to store of it, in the form of `seriesName`. */
export const everySeries: ReadonlyMap<string, number> = new Map(
  [...points.values()].map(({ point: { name, value, labels, labelValues } }) => {
    const pairs = labels.map((label, index) => `${label}=${JSON.stringify(labelValues[index])}`);
    return [`${name}{${pairs.toSorted().join(",")}}`, value];
  }),
);
