import { useEffect, useMemo } from 'react';
import { useConsole } from '../context';

const saidEvery = 3_000;
const stopsAfter = 5_000;

/** Tells the customer that somebody writes, seldom, and that nobody does any more. */
export function useTyping(sessionId: string, on: boolean) {
  const { inbox } = useConsole();
  const typing = useMemo(() => {
    let said = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = () => {
      clearTimeout(timer);
      if (said) inbox.typing(sessionId, false);
      said = 0;
    };
    const wrote = (text: string) => {
      if (!on) return;
      if (!text.trim()) return stop();
      if (Date.now() - said > saidEvery) {
        said = Date.now();
        inbox.typing(sessionId, true);
      }
      clearTimeout(timer);
      timer = setTimeout(stop, stopsAfter);
    };
    return { wrote, stop };
  }, [inbox, sessionId, on]);
  useEffect(() => typing.stop, [typing]);
  return typing;
}
