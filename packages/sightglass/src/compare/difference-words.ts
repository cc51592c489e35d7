import type { FamilyDifference, SeriesList } from "./comparison.ts";

/** How many examples of one kind a text for people has. */
const SHOWN = 3;

/** A number for people: whole, or four significant digits. */
function shownNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : String(Number(value.toPrecision(4)));
}

/** `1 series`, `12 series`. */
export const countOf = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

const examplesOf = ({ count, examples }: SeriesList, code: (text: string) => string): string => {
  const shown = examples.slice(0, SHOWN).map(code).join(", ");
  return count > SHOWN ? `${shown} and ${count - SHOWN} more` : shown;
};

/**
 * A difference in clauses: what differs, with examples.
 *
 * @param code how names of series and labels are marked.
 */
export function clausesOf(difference: FamilyDifference, code: (text: string) => string): readonly string[] {
  const { whole, types, labels, missing, extra, drift } = difference;
  const clauses: string[] = [];
  if (whole !== undefined) {
    clauses.push(`${whole.side}, ${whole.series} series`);
  }
  if (types !== undefined) {
    clauses.push(`type ${types.old} is now ${types.new}`);
  }
  if (labels !== undefined && labels.missing.length > 0) {
    clauses.push(`without label ${labels.missing.map(code).join(", ")}`);
  }
  if (labels !== undefined && labels.extra.length > 0) {
    clauses.push(`with new label ${labels.extra.map(code).join(", ")}`);
  }
  if (missing !== undefined) {
    clauses.push(`${missing.count} series missing: ${examplesOf(missing, code)}`);
  }
  if (extra !== undefined) {
    clauses.push(`${extra.count} series extra: ${examplesOf(extra, code)}`);
  }
  if (drift !== undefined) {
    const shown = drift.examples.slice(0, SHOWN).map(({ series, measure, old, new: fresh }) => {
      const unit = measure === "rate" ? "/s" : "";
      return `${code(series)} ${shownNumber(old)}${unit} is now ${shownNumber(fresh)}${unit}`;
    });
    const rest = drift.count > SHOWN ? ` and ${drift.count - SHOWN} more` : "";
    clauses.push(`${countOf(drift.count, "value drifts", "values drift")}: ${shown.join(", ")}${rest}`);
  }
  return clauses;
}
