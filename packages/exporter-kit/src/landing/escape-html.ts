import { escapeControl } from "../log.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/**
 * Makes any text safe inside an element or a quoted attribute. Characters that could move a cursor, reorder text or
 * break an encoding (controls, bidirectional marks, lone surrogates) become visible escapes, so that what is shown
 * is what is there.
 */
export function escapeHtml(text: string): string {
  return escapeControl(text).replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? "");
}
