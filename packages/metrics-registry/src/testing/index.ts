export { collectorContractProblems } from "./collector-contract.ts";
export type { CollectorContract } from "./collector-contract.ts";
export { describeCollectorContract } from "./describe-collector-contract.ts";
export type { TestFramework } from "./describe-collector-contract.ts";
export { evaluateFamilies } from "./evaluate-families.ts";
export { expectExposition, expectFamilies } from "./expect-exposition.ts";
export type { ExpectExpositionOptions } from "./expect-exposition.ts";
