// Fetches a PDF and has its pages drawn, within limits: a thread that takes too long is ended, and the file can be downloaded still.
import type { PdfAnswer, PdfQuestion, PdfTrouble } from './wire';

export const mostBytes = 25 * 1024 * 1024;
/** Of a longer one the others are read in the file itself. */
export const mostPages = 200;
/** For opening, and for each page. */
const longestMs = 20_000;

export class PdfFailure extends Error {
  constructor(readonly trouble: PdfTrouble | 'dropped') {
    super(`A PDF is not shown: ${trouble}`);
  }
}

export interface DrawnPage {
  bitmap: ImageBitmap;
  /** Its words. */
  text: string;
}

export interface OpenPdf {
  /** All that it has. */
  pages: number;
  /** @param page the first is 1; @param width pixels. @throws PdfFailure, `dropped` when another page is asked for meanwhile */
  draw(page: number, width: number): Promise<DrawnPage>;
  close(): void;
}

/** @param href of this server. @throws PdfFailure */
export async function openPdf(href: string, signal: AbortSignal): Promise<OpenPdf> {
  const bytes = await fetched(href, signal);
  const thread = startThread();
  signal.addEventListener('abort', thread.end);
  const answer = await thread.ask({ bytes }, [bytes]);
  if (!('pages' in answer)) throw new PdfFailure('damaged');
  return {
    pages: answer.pages,
    async draw(page, width) {
      const drawn = await thread.ask({ page, width });
      if (!('bitmap' in drawn)) throw new PdfFailure('damaged');
      return drawn;
    },
    close: thread.end,
  };
}

async function fetched(href: string, signal: AbortSignal): Promise<ArrayBuffer> {
  try {
    const answer = await fetch(href, { signal });
    if (!answer.ok) throw new PdfFailure('unreachable');
    if (Number(answer.headers.get('content-length')) > mostBytes) throw new PdfFailure('too_large');
    return await answer.arrayBuffer();
  } catch (error) {
    throw error instanceof PdfFailure ? error : new PdfFailure('unreachable');
  }
}

type Asked = Omit<Extract<PdfQuestion, { bytes: unknown }>, 'id'> | { page: number; width: number };

interface Waiting {
  resolve(answer: PdfAnswer): void;
  reject(error: PdfFailure): void;
}

function startThread() {
  const worker = new Worker(new URL('./pdf.worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, Waiting>();
  let last = 0;

  /** Whoever waits is told, whoever asks from now on waits for nobody. */
  function fail(trouble: PdfTrouble | 'dropped'): void {
    worker.terminate();
    for (const one of waiting.values()) one.reject(new PdfFailure(trouble));
    waiting.clear();
  }
  worker.onerror = () => fail('damaged');
  worker.onmessage = ({ data }: MessageEvent<PdfAnswer>) => {
    const asked = waiting.get(data.id);
    if ('trouble' in data) asked?.reject(new PdfFailure(data.trouble));
    else asked?.resolve(data);
  };
  return {
    async ask(question: Asked, transfer: Transferable[] = []): Promise<PdfAnswer> {
      const id = ++last;
      const late = setTimeout(() => fail('slow'), longestMs);
      try {
        return await new Promise((resolve, reject) => {
          waiting.set(id, { resolve, reject });
          worker.postMessage({ id, ...question }, transfer);
        });
      } finally {
        clearTimeout(late);
        waiting.delete(id);
      }
    },
    end: () => fail('dropped'),
  };
}
