import { startWebServer } from "../../src/web/index.ts";

/** Serves on the descriptors it was started with and tells its parent the addresses. */
process.env["LISTEN_PID"] = String(process.pid);
process.env["LISTEN_FDS"] = "1";
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
