import type { IncomingMessage, ServerResponse } from "node:http";

/** A plain request listener; an express 5 application is one. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** A middleware in the common form: calls `next` to pass the request on, or answers it. Express takes it as it is. */
export type RequestMiddleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
