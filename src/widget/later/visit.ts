// Tells the server on which page the visitor is: when the chat is opened, and when the page changes. Loaded with the first opening.
import { foreignOrigin, longestPageTitle, pageAddress } from '../../protocol/page-address';
import { isRetryable } from '../../protocol/retryable';
import type { Connection } from '../connection';
import type { HostPage, ToFrame, ToHost } from '../frame-messages';

/** Single-page sites change the address and nothing else; their title comes a moment later. */
const everyMs = 1_000;

export interface VisitDeps {
  call: Connection['call'];
  /** To the host page, which alone knows where it is. */
  tell: (message: ToHost) => void;
  port: MessagePort;
}

export function tellVisit({ call, tell, port }: VisitDeps): void {
  /** What the server has, or does not want. */
  let told: string | undefined;
  let before: string | undefined;
  let isTelling = false;

  async function hear(host: HostPage): Promise<void> {
    const url = pageAddress(host.url);
    const isPassing = told !== undefined && url !== before;
    before = url;
    if (url === undefined || url === told || isPassing || isTelling) return;
    isTelling = true;
    const title = [...host.title].slice(0, longestPageTitle).join('').trim();
    const referrer = told === undefined ? foreignOrigin(host.referrer, host.url) : undefined;
    const ack = await call('customer:visit', {
      page: { url, ...(title && { title }) },
      ...(referrer && { referrer }),
      ...timeZone(),
    });
    isTelling = false;
    if (ack.ok || !(ack.error.code === 'offline' || isRetryable(ack.error.code))) told = url;
  }

  port.addEventListener('message', ({ data }: MessageEvent<ToFrame>) => {
    if (data.type === 'page') void hear(data);
  });
  const ask = () => {
    if (!document.hidden) tell({ type: 'event', name: 'page' });
  };
  setInterval(ask, everyMs);
  ask();
}

/** Browsers that hide it say UTC, or nothing. */
function timeZone(): { timeZone?: string } {
  const { timeZone: name } = Intl.DateTimeFormat().resolvedOptions();
  return name && /^[A-Z]/.test(name) ? { timeZone: name } : {};
}
