import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import { useConsole, useInbox } from '../context';
import { t } from '../i18n/translate';

const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const;

/** Whoever was away by themselves is back by themselves, often before they have read it: it is said once they are. */
export function useBackSaid(): void {
  const presence = useInbox((state) => state.presence);
  const reason = useInbox((state) => state.awayReason);
  const wasIdle = useRef(false);
  useEffect(() => {
    if (wasIdle.current && presence === 'online')
      notifications.show({
        title: t('You are online again'),
        message: t('You were away: nothing was done here for a while.'),
        autoClose: 8_000,
      });
    wasIdle.current = presence === 'away' && reason === 'idle';
  }, [presence, reason]);
}

/** A tab that is looked at again counts; one that is only there does not: nobody may be before it. */
export function useSignsOfLife(): void {
  const { inbox } = useConsole();
  useEffect(() => {
    const gone = new AbortController();
    const how = { passive: true, capture: true, signal: gone.signal };
    for (const sign of signs) window.addEventListener(sign, inbox.sign, how);
    const looked = () => {
      if (!document.hidden) inbox.sign();
    };
    document.addEventListener('visibilitychange', looked, how);
    return () => gone.abort();
  }, [inbox]);
}
