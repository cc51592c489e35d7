import { expect, test } from "vitest";
import { createReviewedVerdicts } from "../../src/kube/reviewed-verdicts.ts";

const refusal = (): Promise<undefined> => Promise.resolve(undefined);
const never = (): Promise<undefined> => new Promise(() => undefined);

function clocked() {
  const clock = { nowMs: 0 };
  const asked: string[] = [];
  const verdicts = createReviewedVerdicts<string>(() => clock.nowMs);
  const grant = (key: string): Promise<string | undefined> =>
    verdicts.verdict(key, () => {
      asked.push(key);
      return Promise.resolve(`user of ${key}`);
    });
  return { clock, asked, verdicts, grant };
}

test("no number of refusals costs a grant its place", async () => {
  const { asked, verdicts, grant } = clocked();
  await grant("good");
  for (let index = 0; index < 10_000; index += 1) await verdicts.verdict(`random ${index}`, refusal);
  expect(await grant("good")).toBe("user of good");
  expect(asked).toEqual(["good"]);
});

test("refusals are remembered for ten seconds, the newest 256 of them", async () => {
  const { clock, asked, verdicts, grant } = clocked();
  for (let index = 0; index < 257; index += 1) await verdicts.verdict(`${index}`, refusal);
  for (let index = 1; index < 257; index += 1) expect(await grant(`${index}`)).toBeUndefined();
  expect(asked).toEqual([]);
  expect(await grant("0")).toBe("user of 0");
  clock.nowMs = 10_000;
  expect(await grant("256")).toBe("user of 256");
});

test("of grants the one unused for the longest goes first", async () => {
  const { asked, grant } = clocked();
  for (let index = 0; index < 1_000; index += 1) await grant(`${index}`);
  await grant("0");
  await grant("one more");
  asked.length = 0;
  await grant("0");
  expect(asked).toEqual([]);
  await grant("1");
  expect(asked).toEqual(["1"]);
});

test("strangers leave reviews free for those whose grant ran out", async () => {
  const { clock, verdicts, grant } = clocked();
  await grant("good");
  clock.nowMs = 60_000;
  for (let index = 0; index < 24; index += 1) void verdicts.verdict(`random ${index}`, never);
  await expect(verdicts.verdict("one more", never)).rejects.toThrow("too many reviews");
  expect(await grant("good")).toBe("user of good");
});

test("reviews are bounded for those known before too, and a failed one gives its place back", async () => {
  const { clock, verdicts, grant } = clocked();
  for (let index = 0; index < 40; index += 1) await grant(`${index}`);
  clock.nowMs = 60_000;
  const failed = Array.from({ length: 32 }, (_, index) =>
    verdicts.verdict(`${index}`, () => Promise.reject(new Error("unreachable"))),
  );
  await expect(grant("39")).rejects.toThrow("too many reviews");
  expect((await Promise.allSettled(failed)).map(({ status }) => status)).toEqual(failed.map(() => "rejected"));
  expect(await grant("39")).toBe("user of 39");
});

test("a grant that a review takes back is no mark of having been good", async () => {
  const { clock, verdicts } = clocked();
  await verdicts.verdict("revoked", () => Promise.resolve("user"));
  clock.nowMs = 60_000;
  expect(await verdicts.verdict("revoked", refusal)).toBeUndefined();
  clock.nowMs += 10_000;
  for (let index = 0; index < 24; index += 1) void verdicts.verdict(`random ${index}`, never);
  await expect(verdicts.verdict("revoked", refusal)).rejects.toThrow("too many reviews");
});
