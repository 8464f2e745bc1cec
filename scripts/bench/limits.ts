// What the project asks of a figure, beside the figure: who goes over one ends the bench with 1.

/**
 * Where the project names no limit of its own: what the first release reached, with room for the spread from run to run, so
 * that a later one which falls behind is seen.
 */
export const floors = {
  /** Messages a second beside the simplest program's, by sessions. */
  rate: { 100: 1.6, 500: 1.7 },
  /** Memory of an idle customer beside one of bare socket.io. */
  idle: 0.8,
  /** A page of 50 among a million messages beside one among ten thousand. */
  page: 1.5,
  /** Milliseconds of a list, search or report of an organization with 100,000 sessions: what opening one of them may take. */
  grown: 100,
  /** Milliseconds that reading a mail, however made, holds the loop: as much as building an index may. */
  held: 50,
} as const;

export interface Limit {
  what: string;
  /** Not a number, or infinite, where nothing could be measured: that is no figure within a limit. */
  value: number;
  /** As much at most; `least`: as much at least. */
  limit: number;
  least?: boolean;
  /** Such as ms. */
  unit?: string;
  /** Decimal places. */
  digits?: number;
}

/** Prints one line. */
export function judge(limit: Limit): void {
  const { isWithin, line } = judged(limit);
  console.log(line);
  if (!isWithin) process.exitCode = 1;
}

export function judged({ what, value, limit, least = false, unit = '', digits = 1 }: Limit) {
  const isWithin = Number.isFinite(value) && (least ? value >= limit : value <= limit);
  const verdict = isWithin ? 'within' : least ? 'UNDER' : 'OVER';
  const said = (figure: string) => `${figure} ${unit}`.trim();
  const asked = `${least ? 'at least' : 'at most'} ${said(String(limit))}`;
  return { isWithin, line: `${verdict}: ${what} ${said(value.toFixed(digits))} (${asked})` };
}
