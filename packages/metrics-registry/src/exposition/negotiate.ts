import { TEXT_0_0_4, type EscapingScheme, type ExpositionFormat } from "./format.ts";

/** A header beyond these bounds is a client's mistake or malice; what is within them is still honoured. */
const MAX_HEADER_LENGTH = 4096;
const MAX_CLAUSES = 32;

const PROTOBUF_MESSAGE = "io.prometheus.client.MetricFamily";

const SCHEMES: ReadonlySet<string> = new Set<EscapingScheme>(["allow-utf-8", "underscores", "dots", "values"]);

interface Clause {
  readonly mediaType: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

function parseClause(text: string): Clause {
  const [mediaType = "", ...rest] = text.split(";");
  const parameters = new Map<string, string>();
  for (const parameter of rest) {
    const equals = parameter.indexOf("=");
    if (equals < 0) continue;
    const value = parameter.slice(equals + 1).trim();
    const quoted = value.length > 1 && value.startsWith('"') && value.endsWith('"');
    parameters.set(parameter.slice(0, equals).trim().toLowerCase(), quoted ? value.slice(1, -1) : value);
  }
  const q = parameters.get("q");
  const quality = q === undefined ? 1 : q === "" ? 0 : Number(q);
  return { mediaType: mediaType.trim().toLowerCase(), parameters, quality: quality > 0 ? Math.min(quality, 1) : 0 };
}

/** The format that a clause names, without the escaping parameter; undefined when there is none that is served. */
function formatOf({ mediaType, parameters }: Clause): Omit<ExpositionFormat, "escaping"> | undefined {
  const version = parameters.get("version");
  switch (mediaType) {
    case "*/*":
    case "text/*":
      return TEXT_0_0_4;
    case "text/plain":
      if (version === undefined || version === "0.0.4") return TEXT_0_0_4;
      return version === "1.0.0"
        ? { kind: "text", contentType: "text/plain; version=1.0.0; charset=utf-8" }
        : undefined;
    case "application/openmetrics-text":
      // Without a version the first draft is meant, as Prometheus before 2.5 asked for it.
      if (version !== undefined && version !== "0.0.1" && version !== "1.0.0") return undefined;
      return {
        kind: "openmetrics",
        contentType: `application/openmetrics-text; version=${version ?? "0.0.1"}; charset=utf-8`,
      };
    case "application/vnd.google.protobuf":
      if (parameters.get("proto") !== PROTOBUF_MESSAGE || parameters.get("encoding") !== "delimited") return undefined;
      return {
        kind: "protobuf",
        contentType: `application/vnd.google.protobuf; proto=${PROTOBUF_MESSAGE}; encoding=delimited`,
      };
    default:
      return undefined;
  }
}

/**
 * Chooses the format for an `Accept` header by its q-values; of equal ones the first wins, wild cards last. Text
 * format 0.0.4 is the answer to no header, to wild cards and to whatever is not understood. The `escaping` parameter
 * is honoured for every format and echoed when it was given; without it names are escaped to underscores.
 */
export function negotiateFormat(accept: string | undefined): ExpositionFormat {
  if (accept === undefined || accept === "") return TEXT_0_0_4;
  let best: ExpositionFormat = TEXT_0_0_4;
  let bestRank = 0;
  for (const text of accept.slice(0, MAX_HEADER_LENGTH).split(",", MAX_CLAUSES)) {
    const clause = parseClause(text);
    const rank = clause.quality - (clause.mediaType.endsWith("/*") ? 1e-6 : 0);
    if (rank <= bestRank) continue;
    const format = formatOf(clause);
    if (format === undefined) continue;
    bestRank = rank;
    const escaping = clause.parameters.get("escaping");
    best =
      escaping !== undefined && SCHEMES.has(escaping)
        ? {
            kind: format.kind,
            escaping: escaping as EscapingScheme,
            contentType: `${format.contentType}; escaping=${escaping}`,
          }
        : { kind: format.kind, escaping: "underscores", contentType: format.contentType };
  }
  return best;
}
