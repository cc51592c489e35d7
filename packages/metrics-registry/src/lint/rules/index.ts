import type { LintRule } from "../rule.ts";
import { abbreviatedUnit } from "./abbreviated-unit.ts";
import { baseUnit } from "./base-unit.ts";
import { helpText } from "./help-text.ts";
import { reservedCharacter } from "./reserved-character.ts";
import { reservedLabel } from "./reserved-label.ts";
import { reservedSuffix } from "./reserved-suffix.ts";
import { snakeCase } from "./snake-case.ts";
import { timestampSuffix } from "./timestamp-suffix.ts";
import { totalSuffix } from "./total-suffix.ts";
import { typeInName } from "./type-in-name.ts";
import { validName } from "./valid-name.ts";

/** What `promtool check metrics` objects to, and what it would not even parse; one rule per file, sorted. */
export const LINT_RULES: readonly LintRule[] = [
  abbreviatedUnit,
  baseUnit,
  helpText,
  reservedCharacter,
  reservedLabel,
  reservedSuffix,
  snakeCase,
  timestampSuffix,
  totalSuffix,
  typeInName,
  validName,
];
