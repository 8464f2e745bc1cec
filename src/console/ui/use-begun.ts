import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';

/** Given to `navigate` by whoever wants a new one of what the page lists. */
export const beginning = { state: { begin: true } };

/** The form of a new one opens for who came for it, once: neither a reload nor going back opens it again. */
export function useBegun(begin: () => void): void {
  const { key, state, pathname, search } = useLocation() as ReturnType<typeof useLocation> & {
    state: { begin?: boolean } | null;
  };
  const navigate = useNavigate();
  useEffect(() => {
    if (!state?.begin) return;
    begin();
    void navigate(pathname + search, { replace: true });
  }, [key]);
}
