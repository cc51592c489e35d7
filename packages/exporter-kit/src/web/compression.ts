import zlib from "node:zlib";
import { chooseContentCoding } from "./accept-encoding.ts";
import type { ContentCoding } from "./accept-encoding.ts";

/** A body as it is sent, with what its headers have to say. */
export interface EncodedBody {
  readonly body: Buffer;
  /** The Content-Encoding header's value; undefined for an identity body, which has no such header. */
  readonly contentEncoding: "gzip" | "zstd" | undefined;
  /** The Vary header's value; a 406 answer carries it too. */
  readonly vary: "Accept-Encoding";
}

/**
 * Bodies up to this size are compressed at once on the event loop; larger ones on libuv's pool.
 *
 * Measured on text pages of samples with `node --no-opt --single-threaded-gc`, Node 20.20, medians in milliseconds
 * (gzip level: on the loop / on the pool / size left):
 *
 * | page   | level 1               | level 2               | level 4               | level 6               |
 * | ------ | --------------------- | --------------------- | --------------------- | --------------------- |
 * | 16 KB  | 0.13 / 0.43 / 18.5 %  | 0.05 / 0.20 / 18.2 %  | 0.07 / 0.54 / 17.7 %  | 0.09 / 0.43 / 17.1 %  |
 * | 64 KB  | 0.17 / 0.57 / 16.8 %  | 0.32 / 0.46 / 16.8 %  | 0.36 / 0.54 / 16.4 %  | 0.73 / 1.13 / 15.3 %  |
 * | 256 KB | 0.76 / 1.65 / 16.2 %  | 0.90 / 1.97 / 16.3 %  | 1.30 / 2.28 / 15.9 %  | 3.74 / 4.36 / 14.6 %  |
 * | 2 MB   | 8.0 / 10.5 / 16.0 %   | 8.0 / 11.3 / 16.2 %   | 10.4 / 12.2 / 15.7 %  | 23.5 / 25.0 / 14.4 %  |
 *
 * Zstandard on Node 24.21 (which takes 0.18, 0.78 and 6.6 ms for gzip level 1 of the last three pages), level 1:
 * 64 KB 0.11 / 0.26 / 14.7 %, 256 KB 0.59 / 0.67 / 14.3 %, 2 MB 4.9 / 5.7 / 14.1 %; level 3 is as fast and not smaller,
 * level 5 twice as slow for 0.5 points. It is both faster and smaller than gzip, so it comes first where both will do.
 *
 * So level 1 everywhere: level 6 costs three to five times its CPU for 1.5 points of size. The pool adds 0.3 to 0.4 ms
 * of latency and CPU to a small page, which is more than the page itself costs; 192 KB is about 0.5 ms of the loop.
 */
export const syncGzipBytes: number = 192 * 1024;

/** Below this a compressed body is hardly smaller, and headers outweigh it. */
const smallestCompressed = 256;
const gzipLevel = 1;
/** Output chunks of a pooled compression: fewer and larger than zlib's 16 KB, so 2 MB of input costs 6 turns of the loop. */
const chunkSize = 64 * 1024;

type Compress = (body: Buffer, options: object) => Buffer;
type CompressAsync = (body: Buffer, options: object, callback: (error: Error | null, result: Buffer) => void) => void;

/** Zstandard came with Node 22.15 and 23.8; the types are those of Node 20. */
const zstd = zlib as unknown as {
  readonly zstdCompressSync?: Compress;
  readonly zstdCompress?: CompressAsync;
  readonly constants: Readonly<Record<string, number>>;
};

const zstdOptions = {
  params: { [zstd.constants["ZSTD_c_compressionLevel"] ?? 100]: 1 },
  chunkSize,
};

/** What this Node can produce, the preferred one first. */
export const availableContentCodings: readonly ContentCoding[] =
  zstd.zstdCompressSync === undefined || zstd.zstdCompress === undefined
    ? ["gzip", "identity"]
    : ["zstd", "gzip", "identity"];

/**
 * Encodes a body by the request's Accept-Encoding field. A small body is answered at once (not a promise),
 * a large one when the pool is done with it; `await` takes both.
 *
 * @returns undefined when the client accepts no coding that we have, identity included: answer 406.
 * @throws Error (by rejection, for a large body) only when zlib runs out of memory.
 */
export function encodeBody(
  body: Buffer,
  acceptEncoding: string | undefined,
): EncodedBody | undefined | Promise<EncodedBody> {
  let coding = chooseContentCoding(acceptEncoding, availableContentCodings);
  if (coding === undefined) return undefined;
  if (body.length < smallestCompressed && coding !== "identity" && acceptsIdentity(acceptEncoding)) coding = "identity";
  if (coding === "identity") return { body, contentEncoding: undefined, vary: "Accept-Encoding" };
  if (body.length <= syncGzipBytes) {
    const compressed = coding === "zstd" ? compressZstd(body) : zlib.gzipSync(body, { level: gzipLevel });
    return { body: compressed, contentEncoding: coding, vary: "Accept-Encoding" };
  }
  return compressPooled(body, coding);
}

function acceptsIdentity(acceptEncoding: string | undefined): boolean {
  return chooseContentCoding(acceptEncoding, ["identity"]) === "identity";
}

function compressZstd(body: Buffer): Buffer {
  if (zstd.zstdCompressSync === undefined) throw new Error("this Node has no Zstandard");
  return zstd.zstdCompressSync(body, zstdOptions);
}

function compressPooled(body: Buffer, coding: "gzip" | "zstd"): Promise<EncodedBody> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, result: Buffer): void => {
      if (error === null) resolve({ body: result, contentEncoding: coding, vary: "Accept-Encoding" });
      else reject(error);
    };
    if (coding === "gzip") zlib.gzip(body, { level: gzipLevel, chunkSize }, done);
    else if (zstd.zstdCompress === undefined) reject(new Error("this Node has no Zstandard"));
    else zstd.zstdCompress(body, zstdOptions, done);
  });
}
