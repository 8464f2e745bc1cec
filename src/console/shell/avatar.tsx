import { useState, type CSSProperties } from 'react';
import { usePicture } from '../data/use-pictures';
import { firstCharacter } from '../text/clip';
import { hueOf } from '../text/visitor-name';

interface Props {
  name: string | undefined;
  size?: number;
  /** Gives the ground a colour that is this customer's everywhere. */
  customerId?: string;
  /** Shows this agent's picture; where there is none, the ground has the agent's colour. */
  agentId?: string | undefined;
}

/** A picture, or initials; the name is always beside it in words. */
export function Avatar({ name, size = 32, customerId, agentId }: Props) {
  const id = customerId ?? agentId;
  const hue = id === undefined ? undefined : ({ '--hue': hueOf(id) } as CSSProperties);
  return (
    <span
      className={hue ? 'avatar hue' : 'avatar'}
      style={{ width: size, height: size, fontSize: size * 0.38, ...hue }}
      data-initials={initials(name)}
      aria-hidden
    >
      {agentId !== undefined && <Picture agentId={agentId} />}
    </span>
  );
}

/** It covers the initials once it is there, and leaves them where it cannot be had. */
function Picture({ agentId }: { agentId: string }) {
  const url = usePicture(agentId);
  const [broken, setBroken] = useState<string>();
  if (!url || url === broken) return null;
  return <img src={url} alt="" draggable={false} onError={() => setBroken(url)} />;
}

function initials(name: string | undefined): string {
  const words = (name ?? '').trim().split(/\s+/).filter(Boolean);
  const last = words.length > 1 ? firstCharacter(words.at(-1)!) : '';
  return (firstCharacter(words[0] ?? '') + last).toLocaleUpperCase() || '?';
}
