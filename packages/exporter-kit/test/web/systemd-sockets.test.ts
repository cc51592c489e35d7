import { describe, expect, it } from "vitest";
import { takeSystemdSockets } from "../../src/web/systemd-sockets.ts";

describe("takeSystemdSockets", () => {
  it("gives the descriptors from 3 on and clears the variables", () => {
    const env = { LISTEN_PID: "42", LISTEN_FDS: "2", LISTEN_FDNAMES: "a:b", HOME: "/" };
    expect(takeSystemdSockets(env, 42)).toEqual([3, 4]);
    expect(env).toEqual({ HOME: "/" });
  });

  it.each([
    [{}, "are not set"],
    [{ LISTEN_PID: "42" }, "are not set"],
    [{ LISTEN_PID: "41", LISTEN_FDS: "1" }, "LISTEN_PID is 41 and this process is 42"],
    [{ LISTEN_PID: "42", LISTEN_FDS: "0" }, 'LISTEN_FDS is "0"'],
    [{ LISTEN_PID: "42", LISTEN_FDS: "x" }, 'LISTEN_FDS is "x"'],
  ])("refuses %j", (env, message) => {
    expect(() => takeSystemdSockets({ ...env }, 42)).toThrow(message);
  });
});
