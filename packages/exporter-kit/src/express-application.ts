import { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import type { Express } from "express";

interface Initialised {
  init(): void;
}

const require = createRequire(import.meta.url);

/** Gives a target the properties of a source that it does not have. */
function mix(target: object, source: object): void {
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(source))) {
    if (!Object.hasOwn(target, name)) {
      Object.defineProperty(target, name, descriptor);
    }
  }
}

/**
 * Makes an express application as `express()` does, out of express's own parts. The package's main module loads the
 * body parsers for each of its exports, and with them zlib's streams and every character encoding: half of express, 50
 * ms of a start and more than 1 MB of heap, for requests that have no body. A test holds the result against
 * `express()`, and express's version is pinned.
 */
export function createExpressApplication(): Express {
  const handle = (request: unknown, response: unknown, next: unknown): void => {
    (application as unknown as { handle(...parts: readonly unknown[]): void }).handle(request, response, next);
  };
  const application = handle as unknown as Express & Initialised;
  mix(application, EventEmitter.prototype);
  mix(application, require("express/lib/application.js") as object);
  const app = { configurable: true, enumerable: true, writable: true, value: application };
  application.request = Object.create(require("express/lib/request.js") as object, { app }) as Express["request"];
  application.response = Object.create(require("express/lib/response.js") as object, { app }) as Express["response"];
  application.init();
  return application;
}
