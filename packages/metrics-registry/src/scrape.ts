import { seriesCount, type CollectedFamily } from "./collected.ts";
import type { ExpositionFormat } from "./exposition/format.ts";
import { writeExposition } from "./exposition/write.ts";
import type { Scrape } from "./registry-types.ts";

/** Wraps the families of one collection; each format is written once, when it is first asked for. */
export function createScrape(families: readonly CollectedFamily[], durationMs: number): Scrape {
  const pages = new Map<string, Buffer>();
  let series = 0;
  for (let index = 0; index < families.length; index += 1) series += seriesCount(families[index]!);
  return {
    series,
    durationSeconds: durationMs / 1000,
    families: () => families,
    render: (format: ExpositionFormat) => {
      const known = pages.get(format.contentType);
      if (known !== undefined) return known;
      const page = writeExposition(families, format);
      pages.set(format.contentType, page);
      return page;
    },
  };
}
