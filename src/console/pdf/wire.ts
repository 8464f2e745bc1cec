// What is shown, and what the page and the thread that draws say to each other.

export interface PdfFile {
  /** Of this server, signed. */
  href: string;
  name: string;
  /** Bytes. */
  size?: number | undefined;
}

/** Why a PDF is not shown. */
export type PdfTrouble = 'too_large' | 'encrypted' | 'damaged' | 'slow' | 'unreachable';

export type PdfQuestion =
  | { id: number; bytes: ArrayBuffer }
  /** `width`: pixels of the screen; the first page is 1. */
  | { id: number; page: number; width: number };

export type PdfAnswer =
  | { id: number; pages: number }
  /** `text`: the words of the page, for who cannot see it. */
  | { id: number; bitmap: ImageBitmap; text: string }
  /** `dropped`: another page was asked for meanwhile. */
  | { id: number; trouble: PdfTrouble | 'dropped' };
