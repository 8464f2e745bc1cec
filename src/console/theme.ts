// One accent, darkened until white text on it has a contrast of 4.5; everything else is grey or a state's colour.
import { createTheme, type MantineColorsTuple } from '@mantine/core';

const defaultAccent = '#2f55c8';

export function themeFor(accent: string | undefined) {
  const readable = darkened(parse(accent ?? '') ?? parse(defaultAccent)!);
  return createTheme({
    primaryColor: 'accent',
    primaryShade: { light: 6, dark: 6 },
    colors: { accent: shades(readable) },
    fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
    fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
    lineHeights: { xs: '1.45', sm: '1.45', md: '1.45', lg: '1.45', xl: '1.45' },
    defaultRadius: 8,
    respectReducedMotion: true,
    cursorType: 'pointer',
    components: {
      Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close this message' } } },
    },
  });
}

type Rgb = [number, number, number];

function parse(hex: string): Rgb | undefined {
  const match = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex.trim());
  return match ? (match.slice(1).map((part) => parseInt(part, 16)) as Rgb) : undefined;
}

/** Contrast of white text on a colour (WCAG 2.2). */
export function contrastWithWhite(color: Rgb): number {
  const [r, g, b] = color.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
}

export function darkened(color: Rgb): Rgb {
  let next = color;
  while (contrastWithWhite(next) < 4.5) next = next.map((part) => Math.floor(part * 0.95)) as Rgb;
  return next;
}

function shades(color: Rgb): MantineColorsTuple {
  const mix = (target: number, share: number) =>
    `#${color
      .map((part) =>
        Math.round(part + (target - part) * share)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')}`;
  return [
    mix(255, 0.93),
    mix(255, 0.85),
    mix(255, 0.7),
    mix(255, 0.55),
    mix(255, 0.38),
    mix(255, 0.2),
    mix(0, 0),
    mix(0, 0.12),
    mix(0, 0.25),
    mix(0, 0.4),
  ];
}
