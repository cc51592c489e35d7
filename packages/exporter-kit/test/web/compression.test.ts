import zlib from "node:zlib";
import { describe, expect, it } from "vitest";
import { availableContentCodings, encodeBody, syncGzipBytes } from "../../src/web/compression.ts";

const decode = {
  gzip: zlib.gunzipSync,
  zstd: (zlib as unknown as { readonly zstdDecompressSync: (body: Buffer) => Buffer }).zstdDecompressSync,
};

function page(bytes: number): Buffer {
  let text = "";
  for (let line = 0; text.length < bytes; line += 1) text += `some_metric_total{label="value ${line}"} ${line * 7}\n`;
  return Buffer.from(text.slice(0, bytes));
}

describe("encodeBody", () => {
  const codings = (["gzip", "zstd"] as const).filter((coding) => availableContentCodings.includes(coding));

  for (const coding of codings) {
    it(`${coding}: a small page at once, a large one later, both whole`, async () => {
      const small = page(syncGzipBytes);
      const large = page(syncGzipBytes + 1);
      const atOnce = encodeBody(small, coding);
      expect(atOnce).not.toBeInstanceOf(Promise);
      const later = encodeBody(large, coding);
      expect(later).toBeInstanceOf(Promise);
      for (const [encoded, body] of [
        [await atOnce, small],
        [await later, large],
      ] as const) {
        expect(encoded).toMatchObject({ contentEncoding: coding, vary: "Accept-Encoding" });
        expect(encoded!.body.length).toBeLessThan(body.length / 4);
        expect(decode[coding](encoded!.body).equals(body)).toBe(true);
      }
    });
  }

  it("offers zstd exactly where Node has it", () => {
    expect(availableContentCodings.includes("zstd")).toBe("zstdCompressSync" in zlib);
  });

  it("leaves a body alone when asked to, and when it is too small to gain", () => {
    const body = page(1_000);
    expect(encodeBody(body, undefined)).toEqual({ body, contentEncoding: undefined, vary: "Accept-Encoding" });
    expect(encodeBody(body, "gzip;q=0")).toMatchObject({ contentEncoding: undefined });
    expect(encodeBody(page(100), "gzip")).toMatchObject({ contentEncoding: undefined });
    expect(encodeBody(page(100), "gzip, identity;q=0")).toMatchObject({ contentEncoding: "gzip" });
  });

  it("has nothing for a client that accepts nothing we have", () => {
    expect(encodeBody(page(1_000), "br, identity;q=0")).toBeUndefined();
  });
});
