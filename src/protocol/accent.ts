// The organization's colour, darkened until white text on it can be read: the same in widget and console.

export type Rgb = [red: number, green: number, blue: number];

/** Contrast of WCAG 2.2, 1.4.3. */
const readable = 4.5;

/** @param hex `#rrggbb`, also without `#`; undefined for anything else */
export function parseColour(hex: string): Rgb | undefined {
  const match = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex.trim());
  return match ? (match.slice(1).map((part) => parseInt(part, 16)) as Rgb) : undefined;
}

/** Of white text on a colour. */
export function contrastWithWhite(colour: Rgb): number {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
}

export function darkened(colour: Rgb): Rgb {
  let next = colour;
  while (contrastWithWhite(next) < readable) next = next.map((part) => Math.floor(part * 0.95)) as Rgb;
  return next;
}
