import { useEffect, useRef } from 'react';
import { useConsole } from '../context';
import type { Offer } from '../data/offers';

/** @param run undefined while it cannot be done */
export function useOffer(name: Offer, run: (() => void) | undefined): void {
  const { offers } = useConsole();
  const latest = useRef(run);
  latest.current = run;
  const isOn = run !== undefined;
  useEffect(() => {
    if (!isOn) return;
    const mine = () => latest.current?.();
    offers.set(name, mine);
    return () => {
      // Of two conversations that change places the new one may have come first.
      if (offers.get(name) === mine) offers.delete(name);
    };
  }, [offers, name, isOn]);
}
