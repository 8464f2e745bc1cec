import { useEffect } from 'react';
import { useConsole } from '../context';

const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const;

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
