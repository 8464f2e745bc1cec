/** Nine o'clock, so many days after this one, where the browser is. */
export function morning(now: Date, days: number): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 9).toISOString();
}
