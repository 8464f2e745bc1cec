// The pages of a PDF, one at a time, above the conversation in which it stands.
import { ActionIcon, Button, Loader, Modal } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useLasting, useMedia } from '../hooks';
import { Icon } from '../icons';
import '../styles/pdf.css';
import { fileSize } from '../text/file-size';
import { t } from '../i18n/translate';
import { mostPages } from './open-pdf';
import { troubleWords, usePage, usePdf } from './use-pdf';
import type { PdfFile } from './wire';

interface Props {
  file: PdfFile;
  onClose: () => void;
  /** How many it has. */
  onPages: (count: number) => void;
}

export default function PdfDialog({ file, onClose, onPages }: Props) {
  const isSmall = useMedia('(max-width: 767px)');
  const [page, setPage] = useState(1);
  const [isWide, setIsWide] = useState(false);
  const { pdf, trouble, retry } = usePdf(file, onPages);
  const last = Math.min(pdf?.pages ?? 1, mostPages);
  const goTo = (next: number) => setPage(Math.max(1, Math.min(last, next)));

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isFromRight = getComputedStyle(event.currentTarget).direction === 'rtl';
    const goes: Record<string, () => void> = {
      [isFromRight ? 'ArrowLeft' : 'ArrowRight']: () => goTo(page + 1),
      [isFromRight ? 'ArrowRight' : 'ArrowLeft']: () => goTo(page - 1),
      PageDown: () => goTo(page + 1),
      PageUp: () => goTo(page - 1),
      Home: () => goTo(1),
      End: () => goTo(last),
      w: () => setIsWide(!isWide),
    };
    const go = goes[event.key];
    if (!go) return;
    event.preventDefault();
    go();
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size={960}
      fullScreen={isSmall}
      title={<Title file={file} />}
      className="pdf-dialog"
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('Close the file') }}
    >
      <div onKeyDown={onKeyDown}>
        <div className="pdf-bar">
          {pdf && <Pages page={page} count={pdf.pages} last={last} onGo={goTo} />}
          {pdf && (
            <Button
              variant="default"
              size="compact-sm"
              aria-pressed={isWide}
              title={t('Key: {key}', { key: 'W' })}
              onClick={() => setIsWide(!isWide)}
            >
              {t('As wide as the window')}
            </Button>
          )}
          <Download file={file} />
        </div>
        {trouble ? (
          <Trouble onRetry={trouble === 'unreachable' ? retry : undefined}>{troubleWords(trouble)}</Trouble>
        ) : (
          <Page pdf={pdf} page={page} isWide={isWide} />
        )}
      </div>
    </Modal>
  );
}

function Title({ file: { name, size } }: { file: PdfFile }) {
  return (
    <span className="pdf-title">
      <bdi>{name}</bdi> {size !== undefined && <span className="quiet">{fileSize(size)}</span>}
    </span>
  );
}

function Download({ file: { href, name } }: { file: PdfFile }) {
  return (
    <Button
      component="a"
      href={href}
      download={name}
      target="_blank"
      rel="noopener noreferrer"
      variant="default"
      size="compact-sm"
      leftSection={<Icon name="download" size={14} />}
    >
      {t('Download')}
    </Button>
  );
}

interface PagesProps {
  page: number;
  count: number;
  /** The last one that is shown. */
  last: number;
  onGo: (page: number) => void;
}

/** What cannot be pressed keeps the focus, and with it the keys. */
function Pages({ page, count, last, onGo }: PagesProps) {
  const step = (to: number, label: string, icon: 'up' | 'down') => (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={label}
      title={label}
      aria-disabled={to < 1 || to > last}
      data-disabled={to < 1 || to > last || undefined}
      onClick={() => onGo(to)}
    >
      <Icon name={icon} size={16} />
    </ActionIcon>
  );
  return (
    <span className="pdf-pages">
      {step(page - 1, t('Previous page'), 'up')}
      {step(page + 1, t('Next page'), 'down')}
      <span role="status">{t('Page {page} of {count}', { page, count })}</span>
      {count > last && page === last && (
        <span className="quiet">{t('The others are in the file: download it.')}</span>
      )}
    </span>
  );
}

function Trouble({ children, onRetry }: { children: ReactNode; onRetry: (() => void) | undefined }) {
  return (
    <div className="pdf-trouble" role="alert">
      <Icon name="alert" size={20} />
      <p>{children}</p>
      {onRetry && (
        <Button size="compact-sm" variant="default" onClick={onRetry}>
          {t('Try again')}
        </Button>
      )}
    </div>
  );
}

interface PageProps {
  pdf: ReturnType<typeof usePdf>['pdf'];
  page: number;
  isWide: boolean;
}

function Page({ pdf, page, isWide }: PageProps) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { drawn, trouble } = usePage(pdf, page, box);
  const isSlow = useLasting(!drawn && !trouble);
  useEffect(() => {
    if (!drawn || !canvas.current) return;
    const { bitmap } = drawn;
    Object.assign(canvas.current, { width: bitmap.width, height: bitmap.height });
    canvas.current.getContext('2d')!.drawImage(bitmap, 0, 0);
    box.current!.scrollTop = 0;
  }, [drawn]);
  return (
    <div
      className={isWide ? 'pdf-page wide' : 'pdf-page'}
      ref={box}
      tabIndex={0}
      role="group"
      aria-label={t('Page {page}', { page })}
      aria-busy={!drawn && !trouble}
      data-autofocus
    >
      {trouble && <Trouble onRetry={undefined}>{troubleWords(trouble)}</Trouble>}
      {isSlow && <Loader size="sm" aria-label={t('Loading')} />}
      <canvas ref={canvas} aria-hidden hidden={!drawn} />
      {drawn && (
        <p className="hidden" dir="auto">
          {drawn.text || t('This page has no words that can be read out.')}
        </p>
      )}
    </div>
  );
}
