import { STATUS_CODES } from "node:http";
import type { ServerResponse } from "node:http";
import { setSecurityHeaders } from "./security-headers.ts";

/**
 * Answers with a short plain text that ends in a newline: the status' reason phrase, or `text`.
 * The text is never HTML and never holds a stack trace. A response whose headers are out is cut instead,
 * so that the client sees it is incomplete.
 */
export function answerText(response: ServerResponse, status: number, text?: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = Buffer.from(`${text ?? STATUS_CODES[status] ?? String(status)}\n`);
  response.statusCode = status;
  response.setHeader("Content-Type", "text/plain; charset=utf-8");
  response.setHeader("Content-Length", body.length);
  setSecurityHeaders(response);
  response.end(response.req.method === "HEAD" ? undefined : body);
}
