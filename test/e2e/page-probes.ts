/** Expressions that run in the browser. They are texts, since the compiler knows no DOM here. */

/** Resolves after the next frame and the tasks queued in it: handlers that were going to fire have fired. */
export const AFTER_FRAME = "new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))";

/** Pixels by which the document is wider than the window. */
export const SIDEWAYS_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

/** Text of the focused element. */
export const FOCUSED_TEXT = "document.activeElement.textContent";

/** Relative luminance (WCAG 2.2) of the body's background and text, 0 to 1 each. */
export const LUMINANCES = `(() => {
  const style = getComputedStyle(document.body);
  return [style.backgroundColor, style.color].map((color) => {
    const [red, green, blue] = color.match(/\\d+/g).map((channel) => {
      const part = Number(channel) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
})()`;

const KNOWN_ELEMENTS =
  "HTML HEAD META TITLE LINK STYLE SCRIPT BODY A HEADER DIV SVG RECT PATH H1 H2 P NAV MAIN DL DT DD SMALL SECTION TABLE THEAD TBODY TR TH TD SPAN STRONG CODE TIME LABEL INPUT FOOTER";

/** Elements, attributes and links that are not of the page's own making: what a text must never become. */
export const FOREIGN_MARKUP = `(() => {
  const known = new Set("${KNOWN_ELEMENTS}".split(" "));
  const found = [];
  for (const element of document.querySelectorAll("*")) {
    if (!known.has(element.tagName.toUpperCase())) {
      found.push(element.outerHTML.slice(0, 200));
    }
    for (const { name } of element.attributes) {
      if (name.startsWith("on") || name === "style" || name === "srcdoc") {
        found.push(element.tagName + " " + name);
      }
    }
    if (element.tagName === "A" && element.origin !== location.origin) {
      found.push(element.href);
    }
  }
  for (const [kind, count] of [["script", 1], ["style", 1], ["link", 1], ["meta", 3], ["input", 1]]) {
    const present = document.querySelectorAll(kind).length;
    if (present !== count) {
      found.push(present + " of " + kind);
    }
  }
  return found;
})()`;
