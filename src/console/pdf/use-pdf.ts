import { useEffect, useState, type RefObject } from 'react';
import { t } from '../i18n/translate';
import { mostBytes, openPdf, PdfFailure, type DrawnPage, type OpenPdf } from './open-pdf';
import type { PdfFile, PdfTrouble } from './wire';

/** Pixels of the screen for one of the page: more is not seen. */
const finest = 2;
const widest = 1_400;

export function usePdf({ href, size = 0 }: PdfFile, onPages: (count: number) => void) {
  const [pdf, setPdf] = useState<OpenPdf>();
  const [trouble, setTrouble] = useState<PdfTrouble>();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const closed = new AbortController();
    setTrouble(size > mostBytes ? 'too_large' : undefined);
    if (size <= mostBytes)
      openPdf(href, closed.signal).then(
        (opened) => {
          if (closed.signal.aborted) return;
          setPdf(opened);
          onPages(opened.pages);
        },
        (error: unknown) => !closed.signal.aborted && setTrouble(troubleOf(error)),
      );
    return () => closed.abort();
  }, [href, tries]);
  return { pdf, trouble, retry: () => setTries(tries + 1) };
}

/** The page as it is to be shown in the box; the one before stays until then. */
export function usePage(pdf: OpenPdf | undefined, page: number, box: RefObject<HTMLElement | null>) {
  const [shown, setShown] = useState<{ drawn?: DrawnPage; trouble?: PdfTrouble }>({});
  const width = useWidth(box);
  useEffect(() => {
    if (!pdf || width === 0) return;
    let isOver = false;
    pdf.draw(page, width).then(
      (drawn) => !isOver && setShown({ drawn }),
      (error: unknown) => {
        const trouble = troubleOf(error);
        if (!isOver && trouble) setShown({ trouble });
      },
    );
    return () => {
      isOver = true;
    };
  }, [pdf, page, width]);
  return shown;
}

/** Pixels of the screen. */
function useWidth(box: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      const own = Math.min(widest, box.current?.clientWidth ?? 0);
      setWidth(Math.round(own * Math.min(finest, window.devicePixelRatio)));
    });
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, [box]);
  return width;
}

function troubleOf(error: unknown): PdfTrouble | undefined {
  const trouble = error instanceof PdfFailure ? error.trouble : 'damaged';
  return trouble === 'dropped' ? undefined : trouble;
}

export function troubleWords(trouble: PdfTrouble): string {
  const words: Record<PdfTrouble, string> = {
    too_large: t('This file is too large to be shown here. Download it to read it.'),
    encrypted: t('This file is locked with a password. Download it to open it with the password.'),
    damaged: t('This file cannot be shown: it is damaged, or no PDF. It can still be downloaded.'),
    slow: t('This file takes too long to be drawn. Download it to read it.'),
    unreachable: t('This file could not be fetched. Check your connection and try again.'),
  };
  return words[trouble];
}
