/**
 * The page's script: filters the rows of the families table by the words of the search field. It only hides rows and
 * writes text, never markup. Without it the table is there, whole.
 */
export const SCRIPT: string = `"use strict";
(() => {
  const query = document.getElementById("query");
  const found = document.getElementById("found");
  const rows = Array.from(document.querySelectorAll("#family-table tbody tr"), (row) => ({
    row,
    text: row.textContent.toLowerCase(),
  }));
  const filter = () => {
    const words = query.value.toLowerCase().split(/\\s+/).filter((word) => word !== "");
    let shown = 0;
    for (const { row, text } of rows) {
      const match = words.every((word) => text.includes(word));
      row.hidden = !match;
      shown += match ? 1 : 0;
    }
    found.textContent = shown === rows.length ? rows.length + " families" : shown + " of " + rows.length + " families";
  };
  query.addEventListener("input", filter);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== query && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      query.focus();
    } else if (event.key === "Escape" && document.activeElement === query) {
      query.value = "";
      filter();
    }
  });
  document.getElementById("search").hidden = false;
  filter();
})();
`;
