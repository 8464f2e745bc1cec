// Array literals for unnest, built without the generic escaping of node-postgres, for what is written with every message.

/** UUIDs, numbers, booleans, ISO times, words of an enum: nothing that needs quotes. Absent ones are NULL. */
export function plainArray(values: ReadonlyArray<string | number | boolean | undefined>): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

/** Any text, JSON too. Absent ones are NULL. */
export function textArray(values: ReadonlyArray<string | undefined>): string {
  return `{${values.map(quote).join(',')}}`;
}

function quote(value: string | undefined): string {
  return value === undefined ? 'NULL' : `"${value.replace(/["\\]/g, '\\$&')}"`;
}
