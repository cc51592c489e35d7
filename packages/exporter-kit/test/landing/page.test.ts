import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { CONTENT_SECURITY_POLICY } from "../../src/landing/content-security-policy.ts";
import { renderLandingPage, type LandingPageContent } from "../../src/landing/page.ts";

const CONTENT: LandingPageContent = {
  name: "node_exporter",
  description: "Host metrics.",
  version: "1.2.3",
  uptimeMs: 90_061_000,
  telemetryPath: "/metrics",
  nowMs: Date.UTC(2026, 0, 2, 3, 4, 5),
  notices: [],
  collectors: [
    { collector: "cpu", help: "", reason: "ok", message: "", durationSeconds: 0.25, series: 3, finishedAtMs: 1 },
    { collector: "disk", help: "", reason: "error", message: "x", durationSeconds: 0.5, series: 3, finishedAtMs: 1 },
    { collector: "wifi", help: "", reason: "disabled", message: "", durationSeconds: 0, series: 0, finishedAtMs: 0 },
  ],
  families: [
    { name: "node_a", type: "gauge", help: "A.", labels: [], collector: "cpu", series: 1000 },
    { name: "node_b", type: "gauge", help: "B.", labels: [], collector: "cpu", series: 234 },
  ],
};

const hashes = (page: string, element: "style" | "script"): readonly string[] =>
  [...page.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, "gs"))].map(
    ([, text = ""]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
  );

describe("renderLandingPage", () => {
  test("shows name, version, uptime, links and sums", () => {
    const page = renderLandingPage(CONTENT);
    expect(page).toMatch(/^<!doctype html>\n/i);
    for (const part of [
      "<h1>node_exporter</h1>",
      "<title>node_exporter</title>",
      "Version 1.2.3 · up 1 d 1 h",
      'href="./metrics"',
      'href="./-/healthy"',
      'href="./-/ready"',
      "1 of 2<small>1 error, 1 disabled</small>",
      "1,234",
      "500 ms<small>disk</small>",
    ]) {
      expect(page).toContain(part);
    }
    expect(page).not.toContain("No scrape yet");
  });

  test("lists what the machine hides, and from which collectors, with the remedy; nothing when it hides nothing", () => {
    expect(renderLandingPage(CONTENT)).not.toContain("Missing on this machine");
    const [cpu, disk] = CONTENT.collectors;
    const page = renderLandingPage({
      ...CONTENT,
      notices: ["/host/sys is no sysfs: mount <the host's> there"],
      collectors: [
        { ...cpu!, message: "two fields are for root only: give CAP_DAC_READ_SEARCH" },
        { ...disk!, collector: "rapl", reason: "denied", message: "run as root" },
        { ...disk!, collector: "timex", reason: "unsupported", message: "no koffi" },
        { ...disk!, collector: "nvme", reason: "no_data", message: "no such device" },
      ],
    });
    const section = page.slice(page.indexOf("Missing on this machine"), page.indexOf('id="collectors"'));
    expect(section).toContain("/host/sys is no sysfs: mount &lt;the host&#39;s&gt; there");
    expect(section).toContain("<strong>cpu</strong>: two fields are for root only: give CAP_DAC_READ_SEARCH");
    expect(section).toContain("<strong>rapl</strong>: run as root");
    expect(section).toContain("<strong>timex</strong>: no koffi");
    expect(section).not.toContain("nvme");
    expect(section).not.toContain("<strong>disk</strong>");
  });

  test("its one style and one script are those that the policy allows", () => {
    const page = renderLandingPage(CONTENT);
    const [style] = hashes(page, "style");
    const [script] = hashes(page, "script");
    expect(hashes(page, "style")).toHaveLength(1);
    expect(hashes(page, "script")).toHaveLength(1);
    expect(CONTENT_SECURITY_POLICY).toContain(`style-src ${style};`);
    expect(CONTENT_SECURITY_POLICY).toContain(`script-src ${script};`);
  });

  test("asks nobody else for anything", () => {
    expect(renderLandingPage(CONTENT).replaceAll("xmlns='http://www.w3.org/2000/svg'", "")).not.toMatch(
      /https?:|\/\/\w|url\(|@import/,
    );
  });

  test("links stay inside, whatever the telemetry path is", () => {
    const page = renderLandingPage({ ...CONTENT, telemetryPath: '/javascript:x/"><script>?#' });
    expect(page).toContain('href="./javascript%3Ax/%22%3E%3Cscript%3E%3F%23"');
  });

  test("says so when nothing has run yet", () => {
    const collectors = CONTENT.collectors.map((status) => ({ ...status, finishedAtMs: 0 }));
    const page = renderLandingPage({ ...CONTENT, collectors });
    expect(page).toContain("No scrape yet");
    expect(page).toContain("none has run");
  });
});
