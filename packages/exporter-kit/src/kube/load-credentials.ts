import type { KubeCredentials } from "./credentials.ts";
import { inClusterCredentials, isInCluster } from "./in-cluster.ts";
import { kubeconfigCredentials, type KubeconfigSettings } from "./kubeconfig.ts";

/** What `loadKubeCredentials` chooses by. */
export interface CredentialSettings extends KubeconfigSettings {
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * The credentials to use: a kubeconfig when one is named, the pod's ServiceAccount when there is one, otherwise the
 * user's default kubeconfig. Rejects with what is missing.
 */
export async function loadKubeCredentials(settings: CredentialSettings = {}): Promise<KubeCredentials> {
  const { env = process.env, ...kubeconfig } = settings;
  const isNamed = kubeconfig.path !== undefined || kubeconfig.context !== undefined;
  return !isNamed && isInCluster(env) ? inClusterCredentials({ env }) : kubeconfigCredentials(kubeconfig);
}
