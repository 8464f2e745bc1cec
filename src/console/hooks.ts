import { notifications } from '@mantine/notifications';
import { useCallback, useEffect, useRef, useState } from 'react';
import { sentence } from './data/failure';
import { t } from './i18n/translate';

/** The time, and again every so often. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** True once `on` has lasted: skeletons show only after 200 ms. */
export function useLasting(on: boolean, ms = 200): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!on) return setLasting(false);
    const timer = setTimeout(() => setLasting(true), ms);
    return () => clearTimeout(timer);
  }, [on, ms]);
  return on && lasting;
}

/** Runs something that may fail: `busy` meanwhile, and the failure as a sentence in the corner. */
export function useAct(): [busy: boolean, act: (work: () => Promise<unknown>) => void] {
  const [busy, setBusy] = useState(false);
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);
  const act = useCallback((work: () => Promise<unknown>) => {
    setBusy(true);
    work()
      .catch((error: unknown) => fail(error))
      .finally(() => alive.current && setBusy(false));
  }, []);
  return [busy, act];
}

export function fail(error: unknown): void {
  notifications.show({ color: 'red', title: t('That did not work'), message: sentence(error) });
}

export function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const list = window.matchMedia(query);
    const listen = () => setMatches(list.matches);
    listen();
    list.addEventListener('change', listen);
    return () => list.removeEventListener('change', listen);
  }, [query]);
  return matches;
}
