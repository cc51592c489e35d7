/**
 * What the web server asks of a logger: one line with fields. The kit's logger fits it; a test may pass any object.
 * Messages and field values are data from the network at times, so the logger has to escape control characters.
 */
export interface WebLog {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}
