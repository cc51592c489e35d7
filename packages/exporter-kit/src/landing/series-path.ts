/** Where the page about series and bytes is served. */
export const SERIES_PATH = "/-/series";
