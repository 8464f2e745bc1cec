// One accent, darkened until white text on it has a contrast of 4.5; everything else is grey or a state's colour.
import { createTheme, type MantineColorsTuple } from '@mantine/core';
import { darkened, parseColour, type Rgb } from '../../protocol/accent';
import { t } from '../i18n/translate';

const defaultAccent = '#2f55c8';
/** What is written in a field runs in its own direction; an empty one, known by its placeholder, in that of the language. */
const asWritten = { placeholder: ' ', attributes: { input: { dir: 'auto' } } };

export function themeFor(accent: string | undefined) {
  const readable = darkened(parseColour(accent ?? '') ?? parseColour(defaultAccent)!);
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
      TextInput: { defaultProps: asWritten },
      Textarea: { defaultProps: asWritten },
      PasswordInput: {
        defaultProps: { visibilityToggleButtonProps: { 'aria-label': t('Show the password') } },
      },
      Notification: { defaultProps: { closeButtonProps: { 'aria-label': t('Close this message') } } },
    },
  });
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
