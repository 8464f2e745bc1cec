// Draws the pages of a PDF in a thread of its own: the file of a stranger may be damaged, huge or hostile, and whoever reads the
// conversation goes on reading. A script in a PDF has nothing here that would run it.
import { getDocument, type PDFDocumentProxy } from 'unpdf/pdfjs';
import type { PdfAnswer, PdfQuestion, PdfTrouble } from './wire';

/** Of one page, drawn. */
const mostPixels = 16_000_000;
const longestSide = 8_000;
/** Of one page, read out. */
const mostText = 20_000;

/** There is no document in a thread: what is drawn meanwhile is drawn on canvases of its own. */
class Canvases {
  create(width: number, height: number) {
    const canvas = new OffscreenCanvas(width, height);
    return { canvas, context: canvas.getContext('2d') };
  }
  reset({ canvas }: { canvas: OffscreenCanvas }, width: number, height: number): void {
    canvas.width = width;
    canvas.height = height;
  }
  destroy({ canvas }: { canvas: OffscreenCanvas }): void {
    canvas.width = 0;
    canvas.height = 0;
  }
}

/** Those of SVG need a document. */
class NoFilters {
  addFilter = () => 'none';
  addHCMFilter = () => 'none';
  addAlphaFilter = () => 'none';
  addLuminosityFilter = () => 'none';
  addHighlightHCMFilter = () => 'none';
  destroy = () => undefined;
}

let pdf: PDFDocumentProxy | undefined;
let drawing: { cancel(): void } | undefined;

const answer = (found: PdfAnswer, transfer: Transferable[] = []) => self.postMessage(found, { transfer });

async function open(bytes: ArrayBuffer): Promise<number> {
  pdf = await getDocument({
    data: new Uint8Array(bytes),
    verbosity: 0,
    isEvalSupported: false,
    enableXfa: false,
    useWasm: false,
    useWorkerFetch: false,
    isImageDecoderSupported: false,
    // Glyphs are drawn as paths: no font of a stranger is handed to the browser.
    disableFontFace: true,
    useSystemFonts: false,
    maxImageSize: mostPixels,
    canvasMaxAreaInBytes: mostPixels * 4,
    CanvasFactory: Canvases,
    FilterFactory: NoFilters,
  }).promise;
  return pdf.numPages;
}

async function draw(id: number, number: number, width: number): Promise<void> {
  drawing?.cancel();
  const page = await pdf!.getPage(number);
  const own = page.getViewport({ scale: 1 });
  const scale = Math.min(
    width / own.width,
    longestSide / Math.max(own.width, own.height),
    Math.sqrt(mostPixels / (own.width * own.height)),
  );
  const viewport = page.getViewport({ scale });
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(viewport.width)),
    Math.max(1, Math.round(viewport.height)),
  );
  const canvasContext = canvas.getContext('2d') as unknown as CanvasRenderingContext2D;
  const task = page.render({ canvas: null, canvasContext, viewport });
  drawing = task;
  await task.promise;
  const { items } = await page.getTextContent();
  const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
  const bitmap = canvas.transferToImageBitmap();
  answer({ id, bitmap, text: text.slice(0, mostText) }, [bitmap]);
  page.cleanup();
}

self.onmessage = async ({ data }: MessageEvent<PdfQuestion>) => {
  try {
    if ('bytes' in data) answer({ id: data.id, pages: await open(data.bytes) });
    else await draw(data.id, data.page, data.width);
  } catch (error) {
    answer({ id: data.id, trouble: troubleOf(error) });
  }
};

function troubleOf(error: unknown): PdfTrouble | 'dropped' {
  const name = error instanceof Error ? error.name : '';
  if (name === 'RenderingCancelledException') return 'dropped';
  return name === 'PasswordException' ? 'encrypted' : 'damaged';
}
