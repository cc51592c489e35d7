import type { CollectedFamily } from "../collected.ts";
import type { ExpositionFormat } from "./format.ts";
import { writeOpenMetrics } from "./write-openmetrics.ts";
import { writeProtobuf } from "./write-protobuf.ts";
import { writeText } from "./write-text.ts";

/** Writes one page in a negotiated format. */
export function writeExposition(families: readonly CollectedFamily[], format: ExpositionFormat): Buffer {
  switch (format.kind) {
    case "text":
      return writeText(families, format.escaping);
    case "openmetrics":
      return writeOpenMetrics(families, format.escaping);
    case "protobuf":
      return writeProtobuf(families, format.escaping);
  }
}
