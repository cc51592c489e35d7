import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { ConnectionTracker } from "../../src/web/connection-tracker.ts";

describe("ConnectionTracker", () => {
  it("gives up the longest idle connection at its bound, and refuses when all are busy", () => {
    const tracker = new ConnectionTracker(2, 4);
    const [first, second, third, fourth] = [new Socket(), new Socket(), new Socket(), new Socket()];
    tracker.admit(first);
    tracker.admit(second);
    tracker.begin(first, () => {});
    tracker.end(first);
    // The second is now idle for longer than the first.
    tracker.admit(third);
    expect([first.destroyed, second.destroyed, third.destroyed]).toEqual([false, true, false]);
    tracker.begin(first, () => {});
    tracker.begin(third, () => {});
    tracker.admit(fourth);
    expect([first.destroyed, third.destroyed, fourth.destroyed]).toEqual([false, false, true]);
    expect(tracker.size).toBe(2);
  });

  it("starts the requests of one connection in turn, and ends it at one too many", () => {
    const tracker = new ConnectionTracker(2, 3);
    const socket = new Socket();
    tracker.admit(socket);
    const started: number[] = [];
    const request = (index: number): void => tracker.begin(socket, () => started.push(index));
    request(0);
    request(1);
    request(2);
    expect(started).toEqual([0]);
    tracker.end(socket);
    expect(started).toEqual([0, 1]);
    request(3);
    expect(socket.destroyed).toBe(false);
    request(4);
    expect(socket.destroyed).toBe(true);
    tracker.end(socket);
    expect(started).toEqual([0, 1]);
  });

  it("forgets a closed connection", async () => {
    const tracker = new ConnectionTracker(2, 3);
    const socket = new Socket();
    tracker.admit(socket);
    const closed = new Promise((resolve) => {
      socket.once("close", resolve);
    });
    socket.destroy();
    await closed;
    expect(tracker.size).toBe(0);
  });

  it("when closing, ends idle connections at once, busy ones after their last response, and takes none", () => {
    const tracker = new ConnectionTracker(4, 3);
    const [idle, busy, late] = [new Socket(), new Socket(), new Socket()];
    tracker.admit(idle);
    tracker.admit(busy);
    tracker.begin(busy, () => {});
    tracker.startClosing();
    tracker.admit(late);
    expect([idle.destroyed, busy.destroyed, late.destroyed]).toEqual([true, false, true]);
    tracker.end(busy);
    expect(busy.destroyed || busy.writableEnded).toBe(true);
  });
});
