import { afterEach, expect, test } from "vitest";
import { sendText } from "../../src/scrape/send-text.ts";
import { ask, serveLoopback, type LoopbackServer } from "../loopback-server.ts";

let server: LoopbackServer | undefined;

afterEach(async () => {
  await server?.close();
});

test("sends the text as it is, and only once", async () => {
  server = await serveLoopback((_request, response) => {
    sendText(response, 400, "zu groß");
    sendText(response, 500, "never sent");
  });
  const answer = await ask(server, "/");
  expect(answer.status).toBe(400);
  expect(answer.body.toString()).toBe("zu groß");
  expect(answer.headers).toMatchObject({
    "content-type": "text/plain; charset=utf-8",
    "content-length": "8",
    "x-content-type-options": "nosniff",
  });
});
