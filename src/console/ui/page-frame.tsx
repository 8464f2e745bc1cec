import { Alert, Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { sentence } from '../data/failure';
import { useLasting } from '../hooks';
import { t } from '../i18n/translate';

/** A list that comes page by page. */
export interface Pages {
  items: readonly unknown[];
  pending: boolean;
  error: unknown;
  hasMore: boolean;
  loadingMore: boolean;
  more: () => void;
  retry: () => void;
}

export function PageFrame({
  title,
  beside,
  children,
}: {
  title: string;
  beside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <main className="page">
      <div className="page-inner">
        <header className="page-head">
          <h1 dir="auto">{title}</h1>
          {beside}
        </header>
        {children}
      </div>
    </main>
  );
}

/** A list in all its states. */
export function Listing({ pages, empty, children }: { pages: Pages; empty: string; children: ReactNode }) {
  if (pages.error) return <Trouble error={pages.error} onRetry={pages.retry} />;
  if (pages.pending) return <Waiting />;
  if (pages.items.length === 0) return <p className="quiet">{empty}</p>;
  return <ul className="cards">{children}</ul>;
}

/** Where a list goes on. */
export function More({
  pages,
  word = t('More'),
}: {
  pages: Pick<Pages, 'hasMore' | 'loadingMore' | 'more'>;
  word?: string;
}) {
  if (!pages.hasMore) return null;
  return (
    <Button mt={12} variant="default" loading={pages.loadingMore} onClick={pages.more}>
      {word}
    </Button>
  );
}

export function Trouble({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <Alert color="red" role="alert" variant="light" title={t('This could not be loaded')}>
      {sentence(error)}
      {onRetry && (
        <Button ml={8} size="compact-xs" variant="default" onClick={onRetry}>
          {t('Try again')}
        </Button>
      )}
    </Alert>
  );
}

/** After a moment only: what comes or is refused at once needs no skeleton. */
export function Waiting() {
  const slow = useLasting(true);
  if (!slow) return <div aria-busy="true" />;
  return (
    <div aria-busy="true" role="status" aria-label={t('Loading')}>
      {[0, 1, 2].map((index) => (
        <Skeleton key={index} height={40} mb={8} animate={false} />
      ))}
    </div>
  );
}
