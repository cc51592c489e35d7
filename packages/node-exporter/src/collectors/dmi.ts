import { defineCollector, DeniedError, NoDataError, type LabelPairs } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";

/** Label and file of each DMI field; serials and the UUID are readable by root only. */
const FIELDS = [
  ["bios_date", "bios_date"],
  ["bios_release", "bios_release"],
  ["bios_vendor", "bios_vendor"],
  ["bios_version", "bios_version"],
  ["board_asset_tag", "board_asset_tag"],
  ["board_name", "board_name"],
  ["board_serial", "board_serial"],
  ["board_vendor", "board_vendor"],
  ["board_version", "board_version"],
  ["chassis_asset_tag", "chassis_asset_tag"],
  ["chassis_serial", "chassis_serial"],
  ["chassis_vendor", "chassis_vendor"],
  ["chassis_version", "chassis_version"],
  ["product_family", "product_family"],
  ["product_name", "product_name"],
  ["product_serial", "product_serial"],
  ["product_sku", "product_sku"],
  ["product_uuid", "product_uuid"],
  ["product_version", "product_version"],
  ["system_vendor", "sys_vendor"],
] as const;

interface DmiData {
  readonly fields: LabelPairs;
  /** Files that exist and may not be read. */
  readonly denied: readonly string[];
}

function readFields({ sys }: Host): DmiData {
  const fields: (readonly [string, string])[] = [];
  const denied: string[] = [];
  for (const [label, file] of FIELDS) {
    const path = `class/dmi/id/${file}`;
    const value = sys.attribute(path);
    if (value !== undefined) fields.push([label, value.trim()]);
    else if (sys.exists(path)) denied.push(file);
  }
  return { fields, denied };
}

const denial = (denied: readonly string[]): string =>
  `${denied.join(", ")} may be read by root only: run as root or give CAP_DAC_READ_SEARCH`;

const HELP = "Firmware, board and chassis identity as labels, as far as it may be read; the value is always 1.";

/** What the firmware says about the machine. It is read once: firmware does not change while the kernel runs. */
export const dmi = defineCollector({
  name: "dmi",
  help: "Identity of firmware, board, chassis and product (node_dmi_info), from /sys/class/dmi/id.",
  enabledByDefault: true,
  isSteady: true,
  setup: (): { data: DmiData | undefined } => ({ data: undefined }),
  read: (host: Host, _signal, state) => {
    // Not at start, which a field that does not answer would fail.
    const data = (state.data ??= readFields(host));
    if (data.fields.length > 0) return data;
    if (data.denied.length > 0) throw new DeniedError(denial(data.denied));
    throw new NoDataError(`no readable field in ${host.sys.root}/class/dmi/id`);
  },
  lacks: ({ denied }) => (denied.length === 0 ? "" : denial(denied)),
  families: (family) => [
    // A label exists only where its file can be read, so the label set is the machine's and not the definition's.
    family.foreign({
      help: HELP,
      families: ({ fields }) => [
        { name: "node_dmi_info", type: "gauge", help: HELP, points: [{ labels: fields, value: 1 }] },
      ],
    }),
  ],
});
