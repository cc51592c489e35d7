import { CGROUP_NUMBERS, type CgroupFileKind } from "./numbers.ts";

/** A file of a cgroup, and which numbers come from it. */
export interface PlannedFile {
  readonly file: string;
  readonly kind: CgroupFileKind;
  /** Controller that has to be on for the file to be there; empty when every cgroup has it. */
  readonly controller: string;
  /** Place among CGROUP_NUMBERS by key. */
  readonly places: ReadonlyMap<string, number>;
}

function kindOf(file: string, key: string): CgroupFileKind {
  if (file.endsWith(".pressure")) return "pressure";
  return key === "" ? "limit" : "flat";
}

/** The files that CGROUP_NUMBERS come from, each once. */
export function planFiles(): readonly PlannedFile[] {
  const places = new Map<string, Map<string, number>>();
  const plan: PlannedFile[] = [];
  CGROUP_NUMBERS.forEach(({ file, key }, at) => {
    const known = places.get(file);
    if (known !== undefined) {
      known.set(key, at);
      return;
    }
    const own = new Map([[key, at]]);
    places.set(file, own);
    const kind = kindOf(file, key);
    const isEverywhere = kind === "pressure" || file === "cpu.stat";
    plan.push({ file, kind, controller: isEverywhere ? "" : file.slice(0, file.indexOf(".")), places: own });
  });
  return plan;
}
