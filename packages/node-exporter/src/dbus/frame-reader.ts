import { messageLength, PREFIX_BYTES } from "./message.ts";

/** Takes what a socket gives and hands on whole messages. */
export type FrameReader = (chunk: Buffer, onFrame: (frame: Buffer) => void) => void;

/**
 * Makes a reader that cuts a stream of bytes into messages. Bytes are copied at most twice, however small the pieces
 * are in which they come. It throws ParseError when what comes is no message, or too long a one.
 */
export function createFrameReader(): FrameReader {
  let chunks: Buffer[] = [];
  let total = 0;
  let needed = PREFIX_BYTES;

  return (chunk, onFrame) => {
    chunks.push(chunk);
    total += chunk.length;
    if (total < needed) return;
    const bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, total);
    let at = 0;
    needed = PREFIX_BYTES;
    while (bytes.length - at >= PREFIX_BYTES) {
      const length = messageLength(bytes, at);
      if (bytes.length - at < length) {
        needed = length;
        break;
      }
      onFrame(bytes.subarray(at, at + length));
      at += length;
    }
    total = bytes.length - at;
    chunks = total === 0 ? [] : [bytes.subarray(at)];
  };
}
