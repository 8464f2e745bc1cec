// What the project asks of a figure, beside the figure: who goes over one ends the bench with 1.

export interface Limit {
  what: string;
  /** Not a number where nothing could be measured: that is no figure within a limit. */
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
  const isWithin = least ? value >= limit : value <= limit;
  const verdict = isWithin ? 'within' : least ? 'UNDER' : 'OVER';
  const said = (figure: string) => `${figure} ${unit}`.trim();
  const asked = `${least ? 'at least' : 'at most'} ${said(String(limit))}`;
  return { isWithin, line: `${verdict}: ${what} ${said(value.toFixed(digits))} (${asked})` };
}
