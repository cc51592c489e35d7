import type { CollectorDefinition } from "../collector.ts";
import { contractClauses, listProblems, type CollectorContract } from "./collector-contract.ts";

/** The two functions of a test framework; vitest's, jest's and node:test's fit. */
export interface TestFramework {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly test: (name: string, body: () => void | Promise<void>) => unknown;
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

/** Declares the contract's clauses as tests: one group for the list and one for each definition. */
export function describeCollectorContract<Source>(
  definitions: readonly CollectorDefinition<Source>[],
  contract: CollectorContract<Source> & TestFramework,
): void {
  const { describe, test } = contract;
  describe("the list of collectors", () => {
    test("is sorted and declares every family once", () => {
      refuse(listProblems(definitions, contract.sharedFamilies));
    });
  });
  for (const definition of definitions) {
    describe(`collector ${definition.name}`, () => {
      for (const clause of contractClauses<Source>()) {
        test(clause.name, async () => refuse(await clause.problems(definition, contract)));
      }
    });
  }
}
