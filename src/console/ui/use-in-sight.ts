import { useEffect, useRef } from 'react';
import '../styles/one-row.css';

const chosen = '[aria-selected="true"], [aria-current="page"], [data-active]';

/**
 * Of a row that scrolls sideways where there is no room for it (`one-row`), the chosen one is in sight; the page stays where it is.
 * @param shown which it is, and whatever else changes how wide the row is
 */
export function useInSight<Row extends HTMLElement>(shown: string) {
  const row = useRef<Row>(null);
  useEffect(() => {
    const one = row.current?.querySelector(chosen);
    if (one) row.current?.scrollBy({ left: middle(one) - middle(row.current) });
  }, [shown]);
  return row;
}

function middle(of: Element): number {
  const { left, width } = of.getBoundingClientRect();
  return left + width / 2;
}
