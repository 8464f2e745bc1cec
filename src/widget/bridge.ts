// What the embed script in the host page and the frame say to each other. The first message goes through postMessage with
// an exact target origin and brings a port; everything after it goes through that port.

export interface Init {
  parley: 'init';
  /** The visitor token, kept in the host page's own storage. */
  token?: string;
  /** A JWT of the host's, from Parley('identify'). */
  identity?: string;
  /** BCP 47. */
  locale: string;
  theme?: string;
  /** A CSS hex colour. */
  accent?: string;
  shown: boolean;
  /** A person opened it: not when it was open on the page before. */
  focus: boolean;
}

export type ToFrame = { type: 'shown'; shown: boolean } | { type: 'identity'; token: string };

export type ToHost =
  | { type: 'token'; token: string }
  | { type: 'unread'; count: number }
  | { type: 'close' }
  /** The identity was refused: ask the host's `refresh` for another. */
  | { type: 'refresh' }
  | { type: 'event'; name: 'message' | 'error'; data: unknown };
