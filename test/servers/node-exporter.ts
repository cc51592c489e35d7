import { startHttpServer, type HttpServerProcess } from "./http-server.ts";
import { peerProgram, type PeerVersion } from "./paths.ts";

/** How to start the real node_exporter. */
export interface NodeExporterOptions {
  readonly version: PeerVersion;
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the real node_exporter, whose page says what applies to this host. */
export function startNodeExporter(options: NodeExporterOptions): Promise<HttpServerProcess> {
  const command = peerProgram("node_exporter", options.version);
  return startHttpServer(
    (address) => ({
      name: `node_exporter-${options.version}`,
      command,
      args: [`--web.listen-address=${address}`, ...(options.flags ?? [])],
      ...(options.env !== undefined && { env: options.env }),
    }),
    { path: "/" },
  );
}
