export { encodeBody } from "./compression.ts";
export { createMessageClasses } from "./message-classes.ts";
export { createRequestLimiter } from "./request-limiter.ts";
export { startWebServer } from "./server.ts";
export type { WebServer, WebServerOptions } from "./server-types.ts";
export type { WebLog } from "./web-log.ts";
