import { ParseError } from "@sightglass/metrics-registry";
import { parseMethodResponse, type XmlRpcValue } from "./parse-method-response.ts";

/** A process that supervisord looks after. */
export interface ProcessInfo {
  readonly name: string;
  readonly group: string;
  /** 0 stopped, 10 starting, 20 running, 30 backoff, 40 stopping, 100 exited, 200 fatal, 1000 unknown. */
  readonly state: number;
  readonly exitStatus: number;
  /** Unix time of the last start, 0 when it was never started. */
  readonly start: number;
}

const fault = (what: string): ParseError => new ParseError("supervisor.getAllProcessInfo", 0, what);

function text(info: ReadonlyMap<string, XmlRpcValue>, name: string): string {
  const value = info.get(name) ?? "";
  if (typeof value !== "string") throw fault(`a process's ${name} is no text`);
  return value;
}

function integer(info: ReadonlyMap<string, XmlRpcValue>, name: string): number {
  const value = info.get(name) ?? 0;
  if (typeof value !== "number") throw fault(`a process's ${name} is no number`);
  return value;
}

function describeFault(value: XmlRpcValue): string {
  if (!(value instanceof Map)) return "a fault";
  const [code, text] = [value.get("faultCode"), value.get("faultString")];
  return `fault ${typeof code === "number" ? code : ""}: ${typeof text === "string" ? text.slice(0, 200) : ""}`;
}

/**
 * Parses the answer of supervisor.getAllProcessInfo (supervisord.org/api.html): an array with a struct for each process.
 * Members that are not there are taken for empty or 0. Throws ParseError on anything else, a fault included.
 */
export function parseProcessInfos(response: string): readonly ProcessInfo[] {
  const { kind, value } = parseMethodResponse(response);
  if (kind === "fault") throw fault(`supervisord answered with ${describeFault(value)}`);
  if (!Array.isArray(value)) throw fault("it returned no array");
  return (value as readonly XmlRpcValue[]).map((info) => {
    if (!(info instanceof Map)) throw fault("a process is no struct");
    const members = info as ReadonlyMap<string, XmlRpcValue>;
    return {
      name: text(members, "name"),
      group: text(members, "group"),
      state: integer(members, "state"),
      exitStatus: integer(members, "exitstatus"),
      start: integer(members, "start"),
    };
  });
}
