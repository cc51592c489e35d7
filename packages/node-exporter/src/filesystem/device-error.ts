import { errnoText } from "./errno-text.ts";
import type { ProbeResult } from "./mount-prober.ts";

/** Value of the label `device_error` for what became of asking a mount; empty when it answered. */
export function deviceErrorOf(result: ProbeResult): string {
  switch (result.kind) {
    case "ok":
      return "";
    case "error":
      return errnoText(result.error);
    case "timeout":
      return "mountpoint timeout";
    case "skipped":
      return "not probed: too many mountpoint timeouts";
  }
}
