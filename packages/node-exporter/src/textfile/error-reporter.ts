/** Messages told of one scrape; a folder of broken files need not fill the log. */
const MAX_TOLD = 20;

/**
 * Makes a function that passes on what is wrong in a scrape and was not in the one before: a fault that lasts is told
 * of once, and again when it comes back.
 */
export function createErrorReporter(tell: (message: string) => void): (errors: readonly string[]) => void {
  let last: ReadonlySet<string> = new Set();
  return (errors) => {
    if (errors.length === 0 && last.size === 0) return;
    const fresh = errors.filter((error) => !last.has(error));
    last = new Set(errors);
    for (const error of fresh.slice(0, MAX_TOLD)) tell(error);
    if (fresh.length > MAX_TOLD) tell(`${fresh.length - MAX_TOLD} more faults of files and folders`);
  };
}
