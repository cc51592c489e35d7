import { ParseError } from "@sightglass/metrics-registry";

/** Offset from UTC and abbreviation that hold at some moment. */
export interface ZoneOffset {
  readonly offsetSeconds: number;
  readonly abbreviation: string;
}

/** A rule of the TZ variable: standard time and, where there is one, daylight saving time with its two change days. */
export interface PosixTimeZone {
  readonly standard: ZoneOffset;
  readonly daylight: ZoneOffset | undefined;
  readonly start: ChangeDay;
  readonly end: ChangeDay;
}

/** When a change happens: `M`onth.week.day, `J`ulian day without 29 February, or day of the year `N` from 0. */
export interface ChangeDay {
  readonly kind: "M" | "J" | "N";
  readonly month: number;
  readonly week: number;
  readonly day: number;
  /** Seconds after local midnight. */
  readonly time: number;
}

const SOURCE = "TZ rule";
const DAY_SECONDS = 86_400;
const NAME = /^(?:<([^<>]+)>|([A-Za-z]{3,}))/;
const CLOCK = /^([+-]?)(\d{1,3})(?::(\d{1,2}))?(?::(\d{1,2}))?/;
const DAY = /^(?:M(\d{1,2})\.([1-5])\.([0-6])|J(\d{1,3})|(\d{1,3}))/;
/** What POSIX leaves open and everyone takes: the rule of the United States. */
const DEFAULT_DAYS = ",M3.2.0,M11.1.0";

function take(text: string, pattern: RegExp, what: string): RegExpExecArray {
  const match = pattern.exec(text);
  if (match === null) throw new ParseError(SOURCE, 0, `no ${what} at "${text}"`);
  return match;
}

const seconds = ([, sign, hours, minutes = "0", second = "0"]: readonly (string | undefined)[]): number =>
  (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(second));

function changeDay(text: string): readonly [day: ChangeDay, rest: string] {
  const match = take(text, DAY, "change day");
  let rest = text.slice(match[0].length);
  let time = 2 * 3600;
  if (rest.startsWith("/")) {
    const clock = take(rest.slice(1), CLOCK, "time of day");
    time = seconds(clock);
    rest = rest.slice(1 + clock[0].length);
  }
  const [, month, week, weekday, julian, number] = match;
  if (month !== undefined)
    return [{ kind: "M", month: Number(month), week: Number(week), day: Number(weekday), time }, rest];
  const kind = julian === undefined ? "N" : "J";
  return [{ kind, month: 0, week: 0, day: Number(julian ?? number), time }, rest];
}

/**
 * Parses a TZ rule as tzset(3) and the footer of a TZif file have it, such as `CET-1CEST,M3.5.0,M10.5.0/3` or
 * `<+03>-3`. Throws ParseError when it is none.
 */
export function parsePosixTimeZone(text: string): PosixTimeZone {
  const name = take(text, NAME, "abbreviation");
  let rest = text.slice(name[0].length);
  const offset = take(rest, CLOCK, "offset");
  rest = rest.slice(offset[0].length);
  // POSIX counts west of Greenwich as positive. 0 - x keeps a plain zero.
  const standard = { offsetSeconds: 0 - seconds(offset), abbreviation: name[1] ?? name[2] ?? "" };
  const never: ChangeDay = { kind: "N", month: 0, week: 0, day: 0, time: 0 };
  if (rest === "") return { standard, daylight: undefined, start: never, end: never };
  const saving = take(rest, NAME, "abbreviation of daylight saving time");
  rest = rest.slice(saving[0].length);
  let offsetSeconds = standard.offsetSeconds + 3600;
  if (rest !== "" && !rest.startsWith(",")) {
    const given = take(rest, CLOCK, "offset");
    offsetSeconds = 0 - seconds(given);
    rest = rest.slice(given[0].length);
  }
  const days = rest === "" ? DEFAULT_DAYS : rest;
  const [start, afterStart] = changeDay(days.slice(1));
  if (!afterStart.startsWith(",")) throw new ParseError(SOURCE, 0, `no second change day in "${text}"`);
  const [end, afterEnd] = changeDay(afterStart.slice(1));
  if (afterEnd !== "") throw new ParseError(SOURCE, 0, `"${afterEnd}" after the rule`);
  const daylight = { offsetSeconds, abbreviation: saving[1] ?? saving[2] ?? "" };
  return { standard, daylight, start, end };
}

const daysSinceEpoch = (year: number, month: number, day: number): number =>
  Date.UTC(year, month - 1, day) / 86_400_000;

/** Local seconds since the epoch at which the change happens in that year. */
function changeAt(change: ChangeDay, year: number): number {
  if (change.kind === "N") return (daysSinceEpoch(year, 1, 1) + change.day) * DAY_SECONDS + change.time;
  if (change.kind === "J") {
    const leap = daysSinceEpoch(year, 3, 1) - daysSinceEpoch(year, 2, 28) === 2;
    const day = change.day - 1 + (leap && change.day >= 60 ? 1 : 0);
    return (daysSinceEpoch(year, 1, 1) + day) * DAY_SECONDS + change.time;
  }
  const first = daysSinceEpoch(year, change.month, 1);
  const daysInMonth = daysSinceEpoch(year, change.month + 1, 1) - first;
  // 1 January 1970 was a Thursday, weekday 4.
  const weekday = (((first + 4) % 7) + 7) % 7;
  let day = ((change.day - weekday + 7) % 7) + (change.week - 1) * 7;
  if (day >= daysInMonth) day -= 7;
  return (first + day) * DAY_SECONDS + change.time;
}

/** What the rule says for a moment, given in seconds since the epoch. */
export function posixZoneAt(zone: PosixTimeZone, now: number): ZoneOffset {
  const { standard, daylight, start, end } = zone;
  if (daylight === undefined) return standard;
  const year = new Date((now + standard.offsetSeconds) * 1000).getUTCFullYear();
  const begins = changeAt(start, year) - standard.offsetSeconds;
  const ends = changeAt(end, year) - daylight.offsetSeconds;
  const saving = begins < ends ? now >= begins && now < ends : now >= begins || now < ends;
  return saving ? daylight : standard;
}
