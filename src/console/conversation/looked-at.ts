import { createContext } from 'react';
import { useLocation } from 'react-router';
import { useLasting } from '../hooks';

/** Whoever stays so long at a conversation looks at it; until then they may be walking past. */
const looksAfterMs = 150;

/** Whether what stands beside the messages is wanted: at once when it was opened, after a moment when it was walked to. */
export function useLookedAt(): boolean {
  const { state } = useLocation() as { state: { walking?: boolean } | null };
  const stays = useLasting(true, looksAfterMs);
  return stays || !state?.walking;
}

export const LookedAt = createContext(true);
