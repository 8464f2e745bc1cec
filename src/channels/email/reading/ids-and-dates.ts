// Message ids and dates, as they come.
import { oneLine } from './header-fields';

const longestId = 500;
const mostReferences = 50;

/** Without <>; an odd one as it stands. */
export function readMessageId(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  return idsIn(value)[0] ?? (oneLine(value.replace(/[<>]/g, ''), longestId) || undefined);
}

/** Oldest first; of too many the last ones. */
export function readIds(values: string[]): string[] {
  const ids = values.flatMap((value) => {
    const inBrackets = idsIn(value);
    return inBrackets.length
      ? inBrackets
      : value.split(/[\s,]+/).filter((word) => /^[^@]+@[^@]+$/.test(word));
  });
  return [...new Set(ids.map((id) => oneLine(id, longestId)))].slice(-mostReferences);
}

/** Some programs fold in the middle of an id. */
function idsIn(value: string): string[] {
  return [...value.matchAll(/<([^<>]{1,600})>/g)]
    .map((match) => oneLine(match[1]!.replace(/\s+/g, ''), longestId))
    .filter(Boolean);
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const zones: Record<string, number> = {
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  cet: 1,
  cest: 2,
  msk: 3,
  jst: 9,
};
const rfc =
  /(\d{1,2})[\s-]+([a-z]{3})[a-z]*[\s-]+(\d{2,4})\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*([+-]\d{4}|[a-z]{1,4})?/i;

/** RFC 5322 and near it; undefined where it says no time. */
export function readDate(value: string | undefined): string | undefined {
  const text = value?.slice(0, 200).trim();
  if (!text) return undefined;
  const match = rfc.exec(text);
  const time = match ? rfcTime(match) : Date.parse(/[z+]|-\d\d:?\d\d$/i.test(text) ? text : `${text}Z`);
  if (time === undefined || !Number.isFinite(time)) return undefined;
  const date = new Date(time);
  const year = date.getUTCFullYear();
  return year >= 1970 && year <= 9999 ? date.toISOString() : undefined;
}

function rfcTime([, day, month, year, hour, minute, second, zone]: RegExpExecArray): number | undefined {
  const at = months.indexOf(month!.toLowerCase());
  if (at < 0 || Number(day) > 31 || Number(hour) > 24 || Number(minute) > 59) return undefined;
  const full = year!.length >= 4 ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900);
  const utc = Date.UTC(full, at, Number(day), Number(hour), Number(minute), Number(second ?? 0));
  return utc - offsetMinutes(zone) * 60_000;
}

function offsetMinutes(zone: string | undefined): number {
  if (!zone) return 0;
  const digits = /^([+-])(\d\d)(\d\d)$/.exec(zone);
  if (!digits) return (zones[zone.toLowerCase()] ?? 0) * 60;
  return (digits[1] === '-' ? -1 : 1) * (Number(digits[2]) * 60 + Number(digits[3]));
}
