import type { Logger } from "../log.ts";
import type { RequestMiddleware } from "../web/request-handler.ts";
import type { GlobalOptions } from "./global-options.ts";

/**
 * The filters that stand before every path: the one of `--web.auth.delegated` or none. The Kubernetes client is loaded
 * for it only. Rejects when there are no usable credentials: an agent that cannot ask must not start open.
 */
export async function createAuthorization(global: GlobalOptions, log: Logger): Promise<readonly RequestMiddleware[]> {
  if (!global.delegatedAuthentication) {
    return [];
  }
  const { createDelegatedAuthorization, createKubeClient, loadKubeCredentials } = await import("../kube/index.ts");
  const credentials = await loadKubeCredentials(global.kubeconfig === "" ? {} : { path: global.kubeconfig });
  log.info("The Kubernetes API server decides who may read", { server: credentials.server.host });
  return [createDelegatedAuthorization({ client: createKubeClient(credentials), log })];
}
