import type { Logger } from "../log.ts";
import { answerText } from "../web/answer-text.ts";
import type { RequestHandler } from "../web/request-handler.ts";
import type { LandingPageOptions } from "./landing-page.ts";

/**
 * Makes the handler of `/` as `createLandingPage` does, but loads the page's code when somebody first asks for it: an
 * agent that is only scraped never does.
 */
export function createDeferredLandingPage(options: LandingPageOptions & { readonly log: Logger }): RequestHandler {
  const { log, ...page } = options;
  let loaded: RequestHandler | undefined;

  const load = async (): Promise<RequestHandler> => {
    const { createLandingPage } = await import("./landing-page.ts");
    loaded ??= createLandingPage(page);
    return loaded;
  };

  return (request, response) => {
    if (loaded !== undefined) {
      loaded(request, response);
      return;
    }
    load()
      .then((serve) => serve(request, response))
      .catch((error: unknown) => {
        log.error("Request failed", { method: request.method, path: "/", err: error });
        answerText(response, 500);
      });
  };
}
