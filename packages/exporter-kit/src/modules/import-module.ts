import { statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { CollectorModuleError } from "./collector-module.ts";
import { syntaxPlace } from "./syntax-place.ts";

const REGISTRY = "@sightglass/metrics-registry";

function describe(error: unknown, file: string): string {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  const text = typeof message === "string" ? message : String(error);
  if (error instanceof SyntaxError) {
    return `it has a syntax error, ${JSON.stringify(text)}${syntaxPlace(file)}`;
  }
  if (code === "ERR_MODULE_NOT_FOUND" && text.includes(`'${REGISTRY}'`)) {
    return (
      `it imports ${REGISTRY}, which is not installed where it lies; without the import, ` +
      "export default ({ defineCollector }) => defineCollector({ … })"
    );
  }
  return `it failed when it was loaded: ${text}`;
}

/** Refuses what could not be read as a module, in words that name the path as it was given. */
function checkFile(file: string, path: string): void {
  let isFile: boolean;
  try {
    isFile = statSync(file).isFile();
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const reason = missing ? "there is no such file" : (error as Error).message;
    throw new CollectorModuleError(`collector module ${path}: ${reason}`, { cause: error });
  }
  if (!isFile) {
    throw new CollectorModuleError(`collector module ${path}: it is not a file`);
  }
}

/**
 * Loads a module from a file. Node keeps it: the same file is not read again in this process.
 *
 * @param path as the user gave it; a relative one starts in the working directory.
 * @throws CollectorModuleError when there is no such file, it is not JavaScript, or it throws.
 */
export async function importModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  const file = resolve(path);
  checkFile(file, path);
  try {
    return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new CollectorModuleError(`collector module ${path}: ${describe(error, file)}`, { cause: error });
  }
}
