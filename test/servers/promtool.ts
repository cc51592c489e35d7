import { spawnSync } from "node:child_process";
import { peerProgram, type PeerVersion } from "./paths.ts";

/** What `promtool check metrics` says about a page: sorted lines, each `<family> <objection>`. */
export function checkMetrics(page: string, version: PeerVersion): readonly string[] {
  const result = spawnSync(peerProgram("promtool", version), ["check", "metrics"], {
    input: page,
    encoding: "utf8",
    timeout: 30_000,
  });
  // 0: clean, 3: objections. All else means that it did not judge the page.
  if (result.status !== 0 && result.status !== 3) {
    throw new Error(`promtool ended with ${result.status}: ${result.stderr}${result.error?.message ?? ""}`);
  }
  return `${result.stdout}${result.stderr}`
    .split("\n")
    .filter((line) => line !== "")
    .toSorted();
}
