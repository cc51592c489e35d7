/** The page's style sheet: light and dark by the reader's preference, and tables that turn into cards on a phone. */
export const STYLE: string = `
:root {
  color-scheme: light dark;
  --page: #f5f7f9; --card: #ffffff; --line: #dfe4ea; --text: #17212b; --muted: #586673; --accent: #0b6b8a;
  --good: #176b3a; --good-back: #dff3e6; --bad: #a31621; --bad-back: #fde4e4;
  --warn: #7a4b00; --warn-back: #fdeeca; --quiet: #4d5a66; --quiet-back: #e9edf1; --code: #eef2f5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1519; --card: #172026; --line: #2a363f; --text: #e4eaee; --muted: #9aa9b4; --accent: #6cc7e4;
    --good: #7fdca0; --good-back: #16382a; --bad: #ff9d9d; --bad-back: #45191e;
    --warn: #f2c66d; --warn-back: #40310f; --quiet: #aab7c1; --quiet-back: #26313a; --code: #212c34;
  }
}
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
[hidden] { display: none !important; }
header, main, footer { max-width: 76rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2.25rem; padding-bottom: .5rem; display: flex; flex-wrap: wrap; gap: .75rem 1.5rem; align-items: center; justify-content: space-between; }
.brand { display: flex; align-items: center; gap: .9rem; min-width: 0; }
.brand svg { flex: none; width: 2.6rem; height: 2.6rem; color: var(--accent); }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.2; letter-spacing: -.01em; overflow-wrap: anywhere; }
.build { margin: .15rem 0 0; color: var(--muted); overflow-wrap: anywhere; }
nav { display: flex; flex-wrap: wrap; gap: .5rem; }
nav a { padding: .4rem .9rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); text-decoration: none; font-weight: 500; }
nav a.primary { background: var(--accent); border-color: var(--accent); color: var(--page); }
nav a:hover { border-color: var(--accent); }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--card); z-index: 1; }
dl.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .75rem; margin: 1.25rem 0 0; }
.figures div { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: .8rem 1rem; }
.figures dt { color: var(--muted); font-size: .85rem; }
.figures dd { margin: 0; overflow-wrap: anywhere; font-size: 1.45rem; font-weight: 600; font-variant-numeric: tabular-nums; line-height: 1.3; }
.figures dd small { display: block; font-size: .8rem; font-weight: 400; color: var(--muted); }
section { margin-top: 2rem; }
h2 { margin: 0 0 .75rem; font-size: 1.15rem; }
.notice { margin: 0 0 .75rem; padding: .7rem 1rem; border: 1px solid var(--line); border-left: 4px solid var(--accent); border-radius: .5rem; background: var(--card); overflow-wrap: anywhere; }
table { width: 100%; table-layout: fixed; border-collapse: separate; border-spacing: 0; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; overflow: hidden; }
th, td { padding: .55rem .9rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { border-top: 0; color: var(--muted); font-size: .82rem; font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 600; }
tbody tr:hover > * { background: color-mix(in srgb, var(--accent) 5%, transparent); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.collectors th:nth-child(1) { width: 45%; }
.collectors th:nth-child(3), .families th:nth-child(5) { width: 5.5rem; }
.collectors th:nth-child(4) { width: 6.5rem; }
.collectors th:nth-child(5) { width: 9rem; }
.families th:nth-child(1) { width: 46%; }
.families th:nth-child(2) { width: 6.5rem; }
.families th:nth-child(4) { width: 10.5rem; }
tbody th a { text-decoration-thickness: 1px; text-underline-offset: .2em; }
.families th code { font-size: .92em; font-weight: 600; }
.about { display: block; font-weight: 400; font-size: .88rem; color: var(--muted); }
.message { display: block; margin-top: .2rem; font-size: .88rem; color: var(--muted); white-space: pre-wrap; }
.badge { display: inline-block; padding: .05rem .6rem; border-radius: 1rem; font-size: .84rem; font-weight: 600; white-space: nowrap; }
.good { color: var(--good); background: var(--good-back); }
.bad { color: var(--bad); background: var(--bad-back); }
.warn { color: var(--warn); background: var(--warn-back); }
.quiet { color: var(--quiet); background: var(--quiet-back); }
code { font: .88em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
.labels code { display: inline-block; padding: 0 .4rem; border-radius: .3rem; background: var(--code); max-width: 100%; }
.type, .none { color: var(--muted); }
.search { display: flex; flex-wrap: wrap; align-items: baseline; gap: .4rem .9rem; margin-bottom: .75rem; }
.search label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.search input { flex: 1 1 16rem; min-width: 0; max-width: 30rem; padding: .55rem .9rem; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
.search input::placeholder { color: var(--muted); opacity: 1; }
.search p { margin: 0; color: var(--muted); font-variant-numeric: tabular-nums; }
.cost th:not(:first-child) { width: 11rem; }
.rules { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: .75rem 1rem; align-items: end; margin-bottom: .75rem; }
.rules label { display: block; color: var(--muted); font-size: .85rem; }
.rules textarea, .rules input { width: 100%; padding: .45rem .7rem; font: .9em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; resize: vertical; }
.rules button { padding: .5rem .9rem; font: inherit; font-weight: 500; color: var(--page); background: var(--accent); border: 1px solid var(--accent); border-radius: .5rem; cursor: pointer; }
footer { padding-top: 1.5rem; padding-bottom: 2.5rem; color: var(--muted); font-size: .85rem; }
@media (max-width: 54rem) {
  header, main, footer { padding-left: 1rem; padding-right: 1rem; }
  dl.figures { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  table, tbody, tr, tbody th, td { display: block; width: auto; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .collectors tbody th:nth-child(1), .families tbody th:nth-child(1), .cost tbody th { width: auto; }
  tbody tr { padding: .7rem 1rem; border-top: 1px solid var(--line); }
  tbody tr:first-child { border-top: 0; }
  tbody th, td { padding: .1rem 0; border: 0; }
  td, .number { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); text-align: left; white-space: normal; }
  td::before { content: attr(data-label); color: var(--muted); font-size: .85rem; }
  td > * { justify-self: start; }
  .message { grid-column: 2; }
}
@media print {
  nav, .search { display: none; }
}
`;
