import { html, type Html } from "./html.ts";

/** One of a page's figures, for a list of them. */
export const figure = (name: string, value: string, note: string): Html =>
  html`<div>
    <dt>${name}</dt>
    <dd>${value}<small>${note}</small></dd>
  </div> `;
