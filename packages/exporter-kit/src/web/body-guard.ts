import type { IncomingMessage, ServerResponse } from "node:http";
import { answerText } from "./answer-text.ts";

/**
 * Refuses request bodies above a bound with 413 and closes the connection, so that the rest is not read.
 * A declared length is judged at once. A chunked body is counted as it arrives, whether the application reads it or not.
 *
 * @returns false when the request was answered.
 */
export function guardBody(request: IncomingMessage, response: ServerResponse, maxBytes: number): boolean {
  const length = request.headers["content-length"];
  if (length !== undefined && Number(length) > maxBytes) {
    refuse(request, response);
    return false;
  }
  if (request.headers["transfer-encoding"] === undefined) return true;
  // Node drops what follows an answer without showing it to anyone, without end; the connection is closed instead.
  response.once("close", () => {
    if (!request.complete) request.socket.destroySoon();
  });
  const push = request.push.bind(request);
  let received = 0;
  request.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    if (chunk instanceof Uint8Array) received += chunk.byteLength;
    if (received <= maxBytes) return push(chunk, encoding);
    // Whoever reads the body sees it fail; what still arrives is dropped.
    request.push = () => false;
    refuse(request, response);
    return false;
  };
  return true;
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request;
  if (response.headersSent) {
    socket.destroy();
    return;
  }
  response.setHeader("Connection", "close");
  response.once("finish", () => socket.destroySoon());
  answerText(response, 413);
  socket.pause();
}
