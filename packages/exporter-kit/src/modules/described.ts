import { inspect } from "node:util";

/** Most characters of a value that a message shows. */
const MOST = 60;

/** A value of any kind in a few words, for a message about what it should have been. */
export function described(value: unknown): string {
  if (value === undefined) {
    return "nothing";
  }
  if (typeof value === "string") {
    return JSON.stringify(value.length > MOST ? `${value.slice(0, MOST)}…` : value);
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? "an empty list" : "a list";
  }
  if (typeof value === "function") {
    return "a function";
  }
  if (typeof value === "object" && value !== null) {
    return "an object";
  }
  return inspect(value);
}
