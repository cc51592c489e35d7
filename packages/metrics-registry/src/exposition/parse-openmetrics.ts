import type { MetricFamily } from "../model.ts";
import {
  addHistogramLine,
  addScalar,
  addSummaryLine,
  closeFamilies,
  openFamily,
  type OpenFamily,
  type ParsedSample,
} from "./family-folder.ts";
import { excerpt, type LineCursor } from "./line-cursor.ts";
import { parseOpenMetricsSample } from "./openmetrics-sample.ts";
import { isOpenMetricsType, sampleRole, type OpenMetricsType, type SampleRole } from "./openmetrics-types.ts";

const SPACE = 32;
const HASH = 35;
const QUOTE = 34;

/** A family as its metadata lines declare it. */
interface Declaration {
  readonly base: string;
  type: OpenMetricsType | undefined;
  help: string | undefined;
  unit: string | undefined;
  sampled: boolean;
  readonly families: Map<string, OpenFamily>;
}

/** Reads OpenMetrics line by line; families must not be interleaved, so only one is open at a time. */
class OpenMetricsReader {
  readonly families = new Map<string, OpenFamily>();
  private readonly declared = new Set<string>();
  private current: Declaration | undefined;
  ended = false;
  private readonly cursor: LineCursor;
  private readonly utf8Names: boolean;

  constructor(cursor: LineCursor, utf8Names: boolean) {
    this.cursor = cursor;
    this.utf8Names = utf8Names;
  }

  line(): void {
    const { cursor } = this;
    if (this.ended) cursor.fail("text after # EOF");
    if (cursor.atEnd) cursor.fail("empty line");
    if (cursor.take(HASH)) this.metadata();
    else this.sample(parseOpenMetricsSample(cursor, this.utf8Names));
  }

  private metadata(): void {
    const { cursor } = this;
    cursor.expect(SPACE, "after #");
    const keyword = cursor.token();
    if (keyword === "EOF" && cursor.atEnd) {
      this.ended = true;
      return;
    }
    if (keyword !== "TYPE" && keyword !== "HELP" && keyword !== "UNIT") {
      cursor.fail(`unknown keyword ${excerpt(keyword)}`);
    }
    cursor.expect(SPACE, "after the keyword");
    const base = this.metadataName();
    cursor.expect(SPACE, "after the metric name");
    const text = keyword === "HELP" ? cursor.unescapedRest(true) : cursor.rest();
    if (keyword === "TYPE" && !isOpenMetricsType(text)) cursor.fail(`unknown metric type ${excerpt(text)}`);
    if (keyword === "UNIT" && text !== "" && !base.endsWith(`_${text}`)) {
      cursor.fail(`the metric name does not end with its unit ${excerpt(text)}`);
    }
    const declaration = this.current?.base === base ? this.current : this.declare(base);
    if (declaration.sampled) cursor.fail(`${keyword} line after the samples of ${excerpt(base)}`);
    const field = keyword === "TYPE" ? "type" : keyword === "HELP" ? "help" : "unit";
    if (declaration[field] !== undefined) cursor.fail(`second ${keyword} line for ${excerpt(base)}`);
    if (field === "type") declaration.type = text as OpenMetricsType;
    else declaration[field] = text;
  }

  private metadataName(): string {
    const { cursor } = this;
    const quoted = cursor.peek() === QUOTE;
    const name = quoted ? cursor.quoted(true) : cursor.bareName(true);
    if (name === "" || (quoted && !this.utf8Names)) cursor.fail("invalid metric name in metadata");
    return name;
  }

  private declare(base: string): Declaration {
    if (this.declared.has(base)) this.cursor.fail(`lines of ${excerpt(base)} are not together`);
    this.declared.add(base);
    this.current = {
      base,
      type: undefined,
      help: undefined,
      unit: undefined,
      sampled: false,
      families: new Map(),
    };
    return this.current;
  }

  private sample(sample: ParsedSample): void {
    const { cursor } = this;
    let owner = this.current;
    let role = owner && sampleRole(owner.base, owner.type ?? "unknown", sample.name);
    if (owner === undefined || role === undefined) {
      owner = this.declare(sample.name);
      role = sampleRole(sample.name, "unknown", sample.name) ?? cursor.fail("unexpected sample");
    }
    if (sample.exemplar !== undefined && !role.exemplars) cursor.fail("this sample cannot have an exemplar");
    owner.sampled = true;
    const family = this.target(owner, role, sample.name);
    const fault = addTo(family, owner.base, role, sample);
    if (fault !== undefined) cursor.fail(fault);
  }

  private target(owner: Declaration, role: SampleRole, sampleName: string): OpenFamily {
    const name = role.ownName ? sampleName : owner.base;
    const known = owner.families.get(name);
    if (known !== undefined) return known;
    if (this.families.has(name)) this.cursor.fail(`series of ${excerpt(name)} are in two families`);
    const family = openFamily(name);
    family.type = role.type;
    family.help = owner.help;
    if (owner.unit !== "") family.unit = owner.unit;
    owner.families.set(name, family);
    this.families.set(name, family);
    return family;
  }
}

function addTo(family: OpenFamily, base: string, role: SampleRole, sample: ParsedSample): string | undefined {
  const has = (label: string): boolean => sample.labels.some(([name]) => name === label);
  switch (role.type) {
    case "histogram":
      if (role.part === "bound" && !has("le")) return "a bucket without the label le";
      return addHistogramLine(family, sample, role.part);
    case "summary":
      if (role.part === "bound" && !has("quantile")) return "a quantile without the label quantile";
      return addSummaryLine(family, sample, role.part);
    case "stateset":
      if (!has(base)) return `a state without the label ${excerpt(base)}`;
      break;
    case "gauge":
    case "counter":
    case "unknown":
    case "info":
      break;
  }
  addScalar(family, sample);
  return undefined;
}

/**
 * Parses OpenMetrics 1.0, strictly: metadata before samples, families together, single spaces, `# EOF` last. A family
 * gets the name that its series carry in the text format (`x` of type counter becomes `x_total`). Creation times and
 * gauge histograms, which the model does not have, come out as families named like their samples.
 */
export function parseOpenMetrics(
  cursor: LineCursor,
  utf8Names: boolean,
  attempt: (parse: () => void) => boolean,
): MetricFamily[] {
  const reader = new OpenMetricsReader(cursor, utf8Names);
  const parse = (): void => reader.line();
  let reading = true;
  while (reading && cursor.nextLine()) reading = attempt(parse);
  if (reading && !reader.ended) attempt(() => cursor.fail("the text does not end with # EOF"));
  return closeFamilies(reader.families.values());
}
