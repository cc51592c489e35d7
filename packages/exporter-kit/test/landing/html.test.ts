import { expect, test } from "vitest";
import { html, NO_HTML } from "../../src/landing/html.ts";

// Under another name, since the formatter lays out what follows `html`.
const tag = html;

test("texts are escaped, markup and numbers are not, lists are joined", () => {
  const items = ["<1>", "2"].map((text) => tag`<li>${text}</li>`);
  expect(tag`<ul class="${'"x'}">${items}${NO_HTML}${3}</ul>`.markup).toBe(
    '<ul class="&quot;x"><li>&lt;1&gt;</li><li>2</li>3</ul>',
  );
});

test("indentation of the source is left out, that of the data is kept", () => {
  const indented = tag`<p>
    ${"a  b"} c
  </p>`;
  expect(indented.markup).toBe("<p>\na  b c\n</p>");
});
