import { answerText } from "./answer-text.ts";
import type { RequestMiddleware } from "./request-handler.ts";

/**
 * Bounds the requests that are being answered at one time, as `--web.max-requests` does; 0 means no bound.
 * One limiter put before the telemetry path counts every request there, filtered (`collect[]`) ones too, which
 * node_exporter does not. Over the bound: 503 with node_exporter's text.
 *
 * @throws RangeError when `max` is negative or not an integer.
 */
export function createRequestLimiter(max: number): RequestMiddleware {
  if (!Number.isInteger(max) || max < 0) throw new RangeError(`not a number of requests: ${max}`);
  let active = 0;
  const release = (): void => {
    active -= 1;
  };
  return (_request, response, next) => {
    if (max === 0) {
      next();
      return;
    }
    if (active >= max) {
      answerText(response, 503, `Limit of concurrent requests reached (${max}), try again later.`);
      return;
    }
    active += 1;
    // "close" comes exactly once, whether the answer was sent, aborted or never begun.
    response.once("close", release);
    next();
  };
}
