import { defineCollector, DeniedError } from "@sightglass/metrics-registry";
import { expect, test, vi } from "vitest";
import type { Program } from "../../src/program/define-program.ts";
import { fixtureProgram } from "./fixture-program.ts";
import { start } from "./start-program.ts";

/** A program whose one collector may not read its source, and the number of its runs. */
function closedProgram(surveysAtStart: boolean) {
  const runs = { count: 0 };
  const closed = defineCollector({
    name: "closed",
    help: "May not read.",
    enabledByDefault: true,
    read: (): number => {
      runs.count += 1;
      throw new DeniedError("give CAP_X");
    },
    families: (family) => [
      family({ name: "test_closed", type: "gauge", help: "X.", samples: (value, emit) => emit(value) }),
    ],
  });
  const program: Program = {
    ...fixtureProgram,
    collectors: [closed],
    surveysAtStart,
    notices: () => ["/host/sys is no sysfs: mount it"],
  };
  return { program, runs };
}

const DENIED = 'level=WARN msg="Collector may not read its source" name=closed err="give CAP_X"';

test("when nobody scrapes, collectors run once after the start, and log and page tell what they may not read", async () => {
  const { program, runs } = closedProgram(true);
  const { get, stop, output } = await start([], {}, program);
  expect(output.stderr).toContain(
    'level=WARN msg="A part of the machine cannot be seen" what="/host/sys is no sysfs: mount it"',
  );
  await vi.waitFor(() => expect(output.stderr).toContain(DENIED), { timeout: 10_000, interval: 20 });
  expect(runs.count).toBe(1);
  const { text } = await get("/");
  expect(text).toContain("/host/sys is no sysfs: mount it");
  expect(text).toContain("<strong>closed</strong>: give CAP_X");
  for (let scrape = 0; scrape < 3; scrape += 1) await get("/metrics");
  expect(output.stderr.split(DENIED)).toHaveLength(2);
  expect(await stop()).toBe(0);
});

test("a scrape that comes before is the first run, and none follows it", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true });
  try {
    const { program, runs } = closedProgram(true);
    const { get, stop } = await start([], {}, program);
    await get("/metrics");
    await vi.advanceTimersByTimeAsync(5000);
    expect(runs.count).toBe(1);
    expect(await stop()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test("a program that does not ask for it runs none by itself", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true });
  try {
    const { program, runs } = closedProgram(false);
    const { stop } = await start([], {}, program);
    await vi.advanceTimersByTimeAsync(5000);
    expect(runs.count).toBe(0);
    expect(await stop()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
