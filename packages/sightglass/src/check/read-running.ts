import { CONFIG_PATH, UsageError, type EffectiveConfiguration } from "@sightglass/exporter-kit";
import type { ClientSettings } from "../target/client-settings.ts";
import { fetchPage, shownUrl } from "../target/fetch-page.ts";
import { TargetError } from "../target/target-error.ts";

const isArrayOf = (value: unknown, members: readonly string[]): boolean =>
  Array.isArray(value) &&
  value.every((item: unknown) => typeof item === "object" && item !== null && members.every((name) => name in item));

function isConfiguration(value: unknown): value is EffectiveConfiguration {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const { agent, options, collectors, families, series_rules } = value as Readonly<Record<string, unknown>>;
  return (
    typeof agent === "string" &&
    isArrayOf(options, ["name", "value", "origin"]) &&
    isArrayOf(collectors, ["name", "enabled"]) &&
    isArrayOf(families, ["name", "collector", "series"]) &&
    typeof series_rules === "object" &&
    series_rules !== null
  );
}

/**
 * Asks a running agent for its configuration in effect. Of the URL only the origin counts, unless its path ends in
 * `/-/config` itself.
 *
 * @throws TargetError when it cannot be had; UsageError when the URL is none.
 */
export async function readRunning(text: string, settings: ClientSettings): Promise<EffectiveConfiguration> {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    throw new UsageError(`--against must be a URL such as http://127.0.0.1:9100, and ${text} was given`);
  }
  const url = new URL(text);
  if (!url.pathname.endsWith(CONFIG_PATH)) {
    url.pathname = CONFIG_PATH;
    url.search = "";
  }
  const { body } = await fetchPage(url, settings, "json");
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch (error) {
    throw new TargetError(`${shownUrl(url)}: the answer is no JSON`, { cause: error });
  }
  if (!isConfiguration(value)) {
    throw new TargetError(`${shownUrl(url)}: the answer is no agent's configuration`);
  }
  return value;
}
