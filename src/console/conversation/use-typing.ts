import { useEffect, useMemo } from 'react';
import { useConsole } from '../context';

const saidEvery = 3_000;
const stopsAfter = 5_000;

/**
 * Tells that somebody writes, seldom, and that nobody does any more.
 * @param toCustomer a draft and a note are for colleagues to know
 */
export function useTyping(sessionId: string, toCustomer: boolean) {
  const { inbox } = useConsole();
  const typing = useMemo(() => {
    let said = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = () => {
      clearTimeout(timer);
      if (said) inbox.typing(sessionId, false, !toCustomer);
      said = 0;
    };
    const wrote = (text: string) => {
      if (!text.trim()) return stop();
      if (Date.now() - said > saidEvery) {
        said = Date.now();
        inbox.typing(sessionId, true, !toCustomer);
      }
      clearTimeout(timer);
      timer = setTimeout(stop, stopsAfter);
    };
    return { wrote, stop };
  }, [inbox, sessionId, toCustomer]);
  useEffect(() => typing.stop, [typing]);
  return typing;
}
