/** A fault of the web configuration file or of a file it names. The message has the form `path:line: what`. */
export class WebConfigError extends Error {
  override readonly name: string = "WebConfigError";
  /** 1-based line, or 0 when the fault has no single place. */
  readonly line: number;

  constructor(file: string, line: number, what: string) {
    super(line > 0 ? `${file}:${line}: ${what}` : `${file}: ${what}`);
    this.line = line;
  }
}
