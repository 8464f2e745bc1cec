// The console and the preview of the widget in it.

/** What the console tells `/widget/preview.html`, by postMessage: settings that are not saved yet. */
export interface WidgetPreview {
  parley: 'preview';
  name: string;
  /** Empty: as the widget greets by itself. */
  greeting: string;
  questions: string[];
  /** A colour like #1f5c4a, or empty. */
  accent: string;
  theme: string;
  side: string;
  /** BCP 47. */
  locale: string;
}

/** What the preview says once it listens. */
export const previewReady = 'preview-ready';
