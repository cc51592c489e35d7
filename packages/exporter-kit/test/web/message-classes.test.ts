import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import express from "express";
import { expect, it } from "vitest";
import { createMessageClasses } from "../../src/web/message-classes.ts";

it("leaves express no prototype to change", () => {
  const app = express();
  const classes = createMessageClasses(app);
  const request = new classes.IncomingMessage(new Socket());
  const response = new classes.ServerResponse(request);
  const before = [Object.getPrototypeOf(request), Object.getPrototypeOf(response)];
  app.use((_request, answer) => answer.end());
  app(request as express.Request, response as express.Response);
  expect(before).toEqual([app.request, app.response]);
  expect(Object.getPrototypeOf(request)).toBe(app.request);
  expect(Object.getPrototypeOf(response)).toBe(app.response);
});

it("keeps Node's and express's own properties in reach", () => {
  const app = express();
  const { IncomingMessage: AppRequest, ServerResponse: AppResponse } = createMessageClasses(app);
  const request = new AppRequest(new Socket()) as express.Request;
  request.url = "/metrics?x=1";
  request.headers.host = "agent.example:9100";
  expect(request).toBeInstanceOf(IncomingMessage);
  expect([request.path, request.hostname, request.app]).toEqual(["/metrics", "agent.example", app]);
  const response = new AppResponse(request) as express.Response;
  expect(response).toBeInstanceOf(ServerResponse);
  expect([response.status(404).statusCode, response.app]).toEqual([404, app]);
});
