export { TEXT_0_0_4 } from "./format.ts";
export type { EscapingScheme, ExpositionFormat } from "./format.ts";
export { negotiateFormat } from "./negotiate.ts";
export { parseExposition } from "./parse.ts";
export type { ParseOptions } from "./parse.ts";
export { writeExposition } from "./write.ts";
