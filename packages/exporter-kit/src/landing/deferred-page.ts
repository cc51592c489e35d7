import type { Logger } from "../log.ts";
import { answerText } from "../web/answer-text.ts";
import type { RequestHandler } from "../web/request-handler.ts";

/**
 * Makes the handler of a page whose code is loaded when somebody first asks for it: an agent that is only scraped never
 * does.
 *
 * @param path the page's, for the log.
 * @param create loads the page's code and makes its handler.
 */
export function createDeferredPage(log: Logger, path: string, create: () => Promise<RequestHandler>): RequestHandler {
  let loaded: RequestHandler | undefined;

  const load = async (): Promise<RequestHandler> => {
    const made = await create();
    // Two first requests at once share the handler: it may hold what must be there once.
    loaded ??= made;
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
        log.error("Request failed", { method: request.method, path, err: error });
        answerText(response, 500);
      });
  };
}
