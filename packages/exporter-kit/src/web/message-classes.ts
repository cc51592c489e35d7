import { IncomingMessage, ServerResponse } from "node:http";

/** The classes that a server makes its requests and responses of. */
export interface MessageClasses {
  readonly IncomingMessage: typeof IncomingMessage;
  readonly ServerResponse: typeof ServerResponse;
}

/** What of an express application decides about the prototypes of requests and responses. */
interface WithPrototypes {
  request: object;
  response: object;
}

/**
 * Makes classes whose instances have an express application's prototypes from the start.
 *
 * Express gives each request and response its prototypes by `Object.setPrototypeOf`. V8 answers with hidden classes of
 * their own for every pair, in the old generation, and cached property access never hits: 10 KB of garbage that only a
 * major collection frees, and half of the CPU time of a small answer. On an object that has the prototype already the
 * call does nothing.
 */
export function createMessageClasses(app: WithPrototypes): MessageClasses {
  class AppRequest extends IncomingMessage {}
  class AppResponse extends ServerResponse {}
  Object.setPrototypeOf(AppRequest.prototype, app.request);
  Object.setPrototypeOf(AppResponse.prototype, app.response);
  app.request = AppRequest.prototype;
  app.response = AppResponse.prototype;
  // The constructors are the same but for the response's type parameter, which a class expression cannot pass on.
  return { IncomingMessage: AppRequest, ServerResponse: AppResponse as typeof ServerResponse };
}
