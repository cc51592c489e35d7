/**
 * Makes a label value of an EDAC `chN_dimm_label`: `mc#0csrow#1channel#0`, the kernel's default, becomes
 * `mc0_csrow1_channel0`; a label that an administrator registered stays as it is. `unknown` when there is none.
 */
export function dimmLabel(text: string | undefined): string {
  if (text === undefined) return "unknown";
  return text.trim().replaceAll("#", "").replaceAll("csrow", "_csrow").replaceAll("channel", "_channel");
}
