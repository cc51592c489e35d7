import { startWebServer } from "../../src/web/index.ts";

/** Serves on the descriptors it was started with, as many as its argument says, and tells its parent the addresses. */
process.env["LISTEN_PID"] = String(process.pid);
process.env["LISTEN_FDS"] = process.argv[2];
const log = { info: (): void => {}, warn: (): void => {}, error: (): void => {} };
const server = await startWebServer({
  app: (_request, response) => response.end("activated"),
  listenAddresses: [],
  systemdSocket: true,
  log,
});
process.send?.(server.addresses);
process.on("message", () => {
  void server.close(0).then(() => process.disconnect());
});
