// A stranger's HTML in a frame of its own, which runs nothing and fetches nothing: see the headers of mail.html.
import { useRef } from 'react';
import { t } from '../../i18n/translate';

interface Props {
  html: string;
  /** Pictures of other servers are fetched: their owners see that it is read. */
  remote: boolean;
}

export function MailFrame({ html, remote }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  function fill() {
    const inside = frame.current?.contentDocument;
    if (!inside) return;
    // It is parsed where nothing is fetched, and only then goes to where the frame's own rules hold.
    const { body } = new DOMParser().parseFromString(html, 'text/html');
    if (remote) {
      for (const image of body.querySelectorAll<HTMLImageElement>('img[data-src]'))
        image.src = image.dataset['src'] ?? '';
    }
    inside.body.replaceChildren(...body.childNodes);
  }
  return (
    <iframe
      key={String(remote)}
      ref={frame}
      className="mail-frame"
      title={t('The mail as it was sent')}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      src={remote ? '/console/mail.html?images=remote' : '/console/mail.html'}
      onLoad={fill}
    />
  );
}
