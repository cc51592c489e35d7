import { html, type Html } from "./html.ts";
import { STYLE } from "./style.ts";

/** The icon that all pages have; the one image that their policies let through. */
const ICON: Html = {
  markup:
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect x='9' y='2' width='14' height='28' rx='7' fill='none' stroke='%230b6b8a' stroke-width='3'/%3E%3Cpath d='M11 17h10v6a5 5 0 0 1-10 0z' fill='%230b6b8a'/%3E%3C/svg%3E",
};

// Outside of any template: its text must be, byte for byte, what the policies' hashes are of.
const STYLE_ELEMENT: Html = { markup: `<style>${STYLE}</style>` };

/** The head that all pages have, by the page's title. */
export const documentHead = (title: string): Html =>
  html`<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title}</title>
    <link rel="icon" href="${ICON}" />
    ${STYLE_ELEMENT}
  </head>`;
