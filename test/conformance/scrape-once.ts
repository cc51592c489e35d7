import { readPage, type RecordedPage } from "./node-kit.ts";
import { startNodeProgram } from "./start-node-program.ts";

/** The metrics of one scrape of a program that is started for it. */
export async function scrapeOnce(flags: readonly string[]): Promise<RecordedPage> {
  const program = await startNodeProgram(flags);
  try {
    const { status, text } = await program.get("/metrics");
    if (status !== 200) throw new Error(`/metrics answered ${status}: ${text}`);
    return readPage(text);
  } finally {
    await program.stop();
  }
}
