/** How names outside the legacy character set are written, as negotiated by the `escaping` parameter. */
export type EscapingScheme = "allow-utf-8" | "underscores" | "dots" | "values";

/** A negotiated exposition format. Compare by `contentType`: equal ones give equal bytes. */
export interface ExpositionFormat {
  readonly kind: "text" | "openmetrics" | "protobuf";
  readonly escaping: EscapingScheme;
  /** Whole `Content-Type` header of the answer. */
  readonly contentType: string;
}

/** What is served when nothing else was asked for: text format 0.0.4. */
export const TEXT_0_0_4: ExpositionFormat = {
  kind: "text",
  escaping: "underscores",
  contentType: "text/plain; version=0.0.4; charset=utf-8",
};
