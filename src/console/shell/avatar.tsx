import type { CSSProperties } from 'react';
import { firstCharacter } from '../text/clip';
import { hueOf } from '../text/visitor-name';

interface Props {
  name: string | undefined;
  size?: number;
  /** Gives the ground a colour that is this customer's everywhere. */
  customerId?: string;
}

/** Initials; the name is always beside it in words. */
export function Avatar({ name, size = 32, customerId }: Props) {
  const hue = customerId === undefined ? undefined : ({ '--hue': hueOf(customerId) } as CSSProperties);
  return (
    <span
      className={hue ? 'avatar hue' : 'avatar'}
      style={{ width: size, height: size, fontSize: size * 0.38, ...hue }}
      translate="no"
      aria-hidden
    >
      {initials(name)}
    </span>
  );
}

function initials(name: string | undefined): string {
  const words = (name ?? '').trim().split(/\s+/).filter(Boolean);
  const last = words.length > 1 ? firstCharacter(words.at(-1)!) : '';
  return (firstCharacter(words[0] ?? '') + last).toLocaleUpperCase() || '?';
}
