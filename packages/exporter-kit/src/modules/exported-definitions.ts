import { COLLECTOR_MODULE_API, CollectorModuleError, type CollectorModule } from "./collector-module.ts";

const FORM = "export default ({ defineCollector }) => defineCollector({ … })";

/** Whether a named export is meant to be a collector, and not something that the module's tests import. */
function looksLikeDefinition(value: unknown): boolean {
  return typeof value === "object" && value !== null && ("read" in value || "families" in value);
}

async function called(make: CollectorModule, path: string): Promise<unknown> {
  try {
    return await make(COLLECTOR_MODULE_API);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CollectorModuleError(`collector module ${path}: its default export threw: ${reason}`, { cause: error });
  }
}

/**
 * What a module exports as collectors, not looked into yet: its default export (a function is called with the parts of
 * the registry; a list counts as its items), and named exports that have `read` or `families`.
 *
 * @throws CollectorModuleError when there is nothing of the kind.
 */
export async function exportedDefinitions(
  exports: Readonly<Record<string, unknown>>,
  path: string,
): Promise<readonly unknown[]> {
  const given = exports["default"];
  const main = typeof given === "function" ? await called(given as CollectorModule, path) : given;
  const found = new Set<unknown>(main === undefined ? [] : Array.isArray(main) ? main : [main]);
  for (const [name, value] of Object.entries(exports)) {
    if (name !== "default" && looksLikeDefinition(value)) {
      found.add(value);
    }
  }
  if (found.size === 0) {
    const what = typeof given === "function" ? "its default export returned no collector" : "it exports no collector";
    throw new CollectorModuleError(`collector module ${path}: ${what}; the form is ${FORM}`);
  }
  return [...found];
}
