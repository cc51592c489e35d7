import { defineCollector, NoDataError, type LabelPairs } from "@sightglass/metrics-registry";
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

function readFields(host: Host): LabelPairs {
  const pairs: (readonly [string, string])[] = [];
  for (const [label, file] of FIELDS) {
    const value = host.sys.attribute(`class/dmi/id/${file}`);
    if (value !== undefined) pairs.push([label, value.trim()]);
  }
  return pairs;
}

const HELP = "Firmware, board and chassis identity as labels, as far as it may be read; the value is always 1.";

/** What the firmware says about the machine. It is read once: firmware does not change while the kernel runs. */
export const dmi = defineCollector({
  name: "dmi",
  help: "Identity of firmware, board, chassis and product (node_dmi_info), from /sys/class/dmi/id.",
  enabledByDefault: true,
  setup: (): { fields: LabelPairs | undefined } => ({ fields: undefined }),
  read: (host: Host, _signal, state) => {
    // Not at start, which a field that does not answer would fail.
    const fields = (state.fields ??= readFields(host));
    if (fields.length === 0) throw new NoDataError(`no readable field in ${host.sys.root}/class/dmi/id`);
    return fields;
  },
  families: (family) => [
    // A label exists only where its file can be read, so the label set is the machine's and not the definition's.
    family.foreign({
      help: HELP,
      families: (fields) => [
        { name: "node_dmi_info", type: "gauge", help: HELP, points: [{ labels: fields, value: 1 }] },
      ],
    }),
  ],
});
