// The organization's colour, darkened until white text on it can be read.

/** Contrast of WCAG 2.2, 1.4.3. */
const readable = 4.5;

/** @param colour `#rrggbb`; anything else comes back unchanged */
export function readableAccent(colour: string): string {
  const rgb = parseHex(colour);
  return rgb
    ? `#${darkened(rgb)
        .map((part) => part.toString(16).padStart(2, '0'))
        .join('')}`
    : colour;
}

function parseHex(colour: string): number[] | undefined {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour.trim())?.[1];
  return hex?.match(/../g)!.map((pair) => parseInt(pair, 16));
}

function darkened(rgb: number[]): number[] {
  let now = rgb;
  while (1.05 / (luminance(now) + 0.05) < readable) now = now.map((part) => Math.floor(part * 0.95));
  return now;
}

function luminance(rgb: number[]): number {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
