// What the embed script in the host page and the frame say to each other. The first message goes through postMessage with
// an exact target origin and brings a port; everything after it goes through that port.

export interface Init {
  parley: 'init';
  /** Who uses the browser now, by a random id: what the frame keeps is kept under it. */
  person: string;
  /** The person's visitor token, kept in the host page's own storage. */
  token?: string;
  /** A JWT of the host's, from Parley('identify'). */
  identity?: string;
  /** Who was signed out: what was kept under them goes, and their tokens end. */
  forget?: Forgotten[];
  /** BCP 47. */
  locale: string;
  theme?: string;
  /** A CSS hex colour. */
  accent?: string;
  shown: boolean;
  /** A person opened it: not when it was open on the page before. */
  focus: boolean;
  /** What was said beside the button, and brought them here. */
  greeting?: string;
}

export interface Forgotten {
  person: string;
  token?: string;
}

/** Where the visitor is. */
export interface HostPage {
  url: string;
  title: string;
  /** What led there; empty where the browser does not say. */
  referrer: string;
}

export type ToFrame =
  | { type: 'shown'; shown: boolean; greeting?: string }
  | { type: 'identity'; token: string }
  | ({ type: 'page' } & HostPage);

export type ToHost =
  /** Empty: the server knows the old one no more. */
  | { type: 'token'; token: string }
  | { type: 'unread'; count: number }
  | { type: 'close' }
  /** The identity was refused or runs out: ask the host's `refresh` for another. */
  | { type: 'refresh' }
  | { type: 'forgotten'; persons: string[] }
  /** Which page is it? An event, so that an embed script that does not know it passes it by. */
  | { type: 'event'; name: 'page'; data?: undefined }
  | { type: 'event'; name: 'message' | 'error'; data: unknown };
