import { parseExposition } from "@sightglass/metrics-registry";
import type { MetricsPage } from "../../src/target/read-page.ts";

/** A page of text format, as if read at a moment in seconds. */
export function pageOf(text: string, atSeconds = 0): MetricsPage {
  const families = parseExposition(text, { format: "text" });
  return { families, bytes: text.length, format: "text", atMs: atSeconds * 1000 };
}
