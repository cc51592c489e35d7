/** What NVIDIA's driver tells of one GPU; empty where it does not know, or not yet. */
export interface NvidiaInformation {
  readonly model: string;
  readonly uuid: string;
  readonly videoBios: string;
}

const FIELD = /^([^:]+):[ \t]*(.*?)[ \t\r]*$/;
/** Of a GPU that was not initialised the driver gives `GPU-????????-…` and `??.??.??.??.??`. */
const NOT_KNOWN = "??";

/**
 * /proc/driver/nvidia/gpus/ADDRESS/information: a line `Name: value` for each fact. Lines of another form and facts of
 * other names are passed over; never throws.
 */
export function parseNvidiaInformation(text: string): NvidiaInformation {
  const facts = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, name = "", value = ""] = FIELD.exec(line) ?? [];
    if (!value.includes(NOT_KNOWN) && !facts.has(name)) facts.set(name, value);
  }
  return {
    model: facts.get("Model") ?? "",
    uuid: facts.get("GPU UUID") ?? "",
    videoBios: facts.get("Video BIOS") ?? "",
  };
}
