import { closeSync, mkdtempSync, openSync, readvSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createPositionedRead, type PositionedRead } from "../../src/native/positioned-read.ts";
import { isKoffiInstalled } from "../support/is-koffi-installed.ts";

const folder = mkdtempSync(join(tmpdir(), "positioned-read-"));
afterAll(() => rmSync(folder, { recursive: true }));

const TEXT = "first second third";
const file = join(folder, "file");
writeFileSync(file, TEXT);

/** Before koffi is loaded there is no reader. */
const early = createPositionedRead(Buffer.allocUnsafeSlow(64));

const hasKoffi = isKoffiInstalled();

/** Runs a check with a reader into a buffer; where koffi is not installed there must be none. */
function checkReader(bytes: number, check: (read: PositionedRead, buffer: Buffer) => void): void {
  const buffer = Buffer.allocUnsafeSlow(bytes).fill(".");
  const read = createPositionedRead(buffer);
  if (!hasKoffi) expect(read).toBeUndefined();
  else check(read as PositionedRead, buffer);
}

function withFile<Result>(path: string, use: (descriptor: number) => Result): Result {
  const descriptor = openSync(path, "r");
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

test("is there only once koffi is loaded", () => {
  expect(early).toBeUndefined();
  checkReader(64, (read) => expect(read).toBeTypeOf("function"));
});

test("reads a file's bytes to their own place, as often as asked", () => {
  checkReader(64, (read, buffer) =>
    withFile(file, (descriptor) => {
      expect(read(descriptor, 6, 6)).toBe(6);
      expect(buffer.toString("latin1", 0, 14)).toBe("......second..");
      expect(read(descriptor, 0, 64)).toBe(TEXT.length);
      expect(buffer.toString("latin1", 0, TEXT.length)).toBe(TEXT);
      expect(read(descriptor, TEXT.length, 20)).toBe(0);
      expect(read(descriptor, 0, 0)).toBe(0);
    }),
  );
});

test("writes nothing outside of its buffer", () => {
  const outside = [
    [0, 17],
    [16, 1],
    [-1, 4],
    [0, -1],
    [Number.NaN, 1],
  ] as const;
  checkReader(16, (read) =>
    withFile(file, (descriptor) => {
      for (const [at, size] of outside) expect(() => read(descriptor, at, size), `${at} + ${size}`).toThrow(RangeError);
    }),
  );
});

test("throws what node:fs throws", () => {
  checkReader(16, (read, buffer) =>
    withFile(folder, (descriptor) => {
      const ours = thrownBy(() => read(descriptor, 0, 16)) as Error;
      const theirs = thrownBy(() => readvSync(descriptor, [buffer], 0)) as Error;
      expect(ours).toBeInstanceOf(Error);
      expect(ours).toMatchObject({ code: "EISDIR", syscall: "read" });
      expect(ours).toHaveProperty("errno", (theirs as NodeJS.ErrnoException).errno);
      expect(ours.message).toBe(theirs.message);
    }),
  );
});
