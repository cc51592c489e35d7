/**
 * The source of a collector does not exist on this machine (no such hardware, module or file).
 * The collector reports `success 0` and status `no_data`; nothing is logged above debug.
 */
export class NoDataError extends Error {
  override readonly name: string = "NoDataError";
}

/** The source exists, and this process may not read it. Status `denied`; the message should name what would allow it. */
export class DeniedError extends Error {
  override readonly name: string = "DeniedError";
}

/** This build, kernel or platform cannot serve the collector at all (a missing native library, for instance). */
export class UnsupportedError extends Error {
  override readonly name: string = "UnsupportedError";
}

/** A text did not have the form its parser expects. The only error a parser throws. */
export class ParseError extends Error {
  override readonly name: string = "ParseError";
  /** What was parsed: a file path or the name of a format. */
  readonly source: string;
  /** 1-based line of the fault, or 0 when it concerns the text as a whole. */
  readonly line: number;

  constructor(source: string, line: number, what: string) {
    super(line > 0 ? `${source}:${line}: ${what}` : `${source}: ${what}`);
    this.source = source;
    this.line = line;
  }
}

/**
 * Thrown by `read` when a part of the data was read before the failure: the runner emits that part
 * and reports the collector as failed with the cause.
 */
export class PartialDataError extends Error {
  override readonly name: string = "PartialDataError";
  readonly data: unknown;

  constructor(data: unknown, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.data = data;
  }
}
