import type { ServerResponse } from "node:http";
import { setSecurityHeaders } from "../web/security-headers.ts";

/** Answers with a plain text byte for byte: upstream ends its refusals without the line feed that `answerText` adds. */
export function sendText(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent || response.destroyed) {
    return;
  }
  response.statusCode = status;
  response.setHeader("Content-Type", "text/plain; charset=utf-8");
  response.setHeader("Content-Length", Buffer.byteLength(text));
  setSecurityHeaders(response);
  response.end(text);
}
