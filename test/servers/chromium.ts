import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

/** Headless, and silent: a browser under test asks nobody for updates, components or synchronisation. */
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const LAUNCH_TIMEOUT_MS = 30_000;

/** Starts the system's Chromium, or the one that `CHROMIUM` names. Throws an Error that says so when there is none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) {
    throw new Error(`${executablePath} is missing: install chromium, or point CHROMIUM to it`);
  }
  return chromium.launch({ executablePath, args: FLAGS, timeout: LAUNCH_TIMEOUT_MS });
}
