import { readFile, stat } from "node:fs/promises";
import type { SecureContextOptions } from "node:tls";
import type { OptionValues } from "@sightglass/metrics-registry";
import { UsageError } from "@sightglass/exporter-kit";
import type { HTTP_OPTIONS } from "./target-options.ts";

/** Values of the options about URLs. */
export type TargetOptionValues = OptionValues<typeof HTTP_OPTIONS>;

/** How pages are asked for, with files read. */
export interface ClientSettings {
  /** Value of the `Authorization` header. */
  readonly authorization?: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly tls: Pick<SecureContextOptions, "ca" | "cert" | "key"> & {
    readonly servername?: string;
    readonly rejectUnauthorized?: boolean;
  };
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly accept: string;
}

/** A file of credentials that is larger is none. */
const MAX_CREDENTIAL_BYTES = 1_048_576;

async function readCredential(path: string): Promise<string> {
  try {
    const status = await stat(path);
    if (!status.isFile() || status.size > MAX_CREDENTIAL_BYTES) {
      throw new Error(`it is no file of at most ${MAX_CREDENTIAL_BYTES} bytes`);
    }
    return await readFile(path, "utf8");
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

const optional = async (path: string): Promise<string | undefined> => (path === "" ? undefined : readCredential(path));

async function authorizationOf(values: TargetOptionValues): Promise<string | undefined> {
  const { username, passwordFile, bearerTokenFile } = values;
  if (bearerTokenFile !== "" && username !== "") {
    throw new UsageError("a user and a bearer token cannot both be given");
  }
  if (bearerTokenFile !== "") {
    return `Bearer ${(await readCredential(bearerTokenFile)).trim()}`;
  }
  if (username === "" && passwordFile !== "") {
    throw new UsageError("a password needs a user");
  }
  const password = ((await optional(passwordFile)) ?? "").replace(/\r?\n$/, "");
  return username === "" ? undefined : `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

/** Reads what the options name. Throws a UsageError for a file that cannot be read or a contradiction. */
export async function readClientSettings(values: TargetOptionValues): Promise<ClientSettings> {
  const [authorization, ca, cert, key] = await Promise.all([
    authorizationOf(values),
    optional(values.caFile),
    optional(values.certFile),
    optional(values.keyFile),
  ]);
  if ((cert === undefined) !== (key === undefined)) {
    throw new UsageError("a client certificate and its key go together");
  }
  return {
    ...(authorization !== undefined && { authorization }),
    headers: values.headers.map((header) => {
      const colon = header.indexOf(":");
      return [header.slice(0, colon), header.slice(colon + 1).trim()] as const;
    }),
    tls: {
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && key !== undefined && { cert, key }),
      ...(values.serverName !== "" && { servername: values.serverName }),
      ...(values.insecure && { rejectUnauthorized: false }),
    },
    timeoutMs: values.timeoutMs,
    maxBytes: values.maxBytes,
    accept: values.accept,
  };
}
