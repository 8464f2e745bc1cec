// A file of a message: pictures and recordings of this server in place, everything else as a row to download.
import { useRef } from 'react';
import type { Message } from '../../protocol/model/message';
import { useConsole } from '../context';
import { Icon } from '../icons';
import { hrefOf, isOver } from '../text/links';

export function Attachment({ message }: { message: Message }) {
  const { inbox } = useConsole();
  const asked = useRef('');
  const { mediaUrl, fileName, size } = message.content;
  const href = hrefOf(mediaUrl);
  const name = fileName ?? 'File';
  // Only what this server hands out is shown in place; anything else could tell a stranger who looks at it.
  const ours = href?.startsWith('/') ? message.type : 'file';

  /** Once for each link: a file that is gone stays gone. */
  function renew() {
    if (!href || asked.current === href) return;
    asked.current = href;
    void inbox.renew(message);
  }
  const renewOld = () => {
    if (href && isOver(href, Date.now())) renew();
  };
  return (
    <>
      {ours === 'audio' && <audio controls preload="none" src={href} aria-label={name} onError={renew} />}
      <a
        className="attachment"
        href={href}
        target="_blank"
        rel="noopener noreferrer"
        download={ours === 'image' ? undefined : name}
        onPointerEnter={renewOld}
        onFocus={renewOld}
      >
        {ours === 'image' ? (
          <img src={href} alt={name} loading="lazy" onError={renew} />
        ) : (
          <Icon name="file" size={16} />
        )}
        <bdi>{name}</bdi>
        {size !== undefined && <span className="quiet">{`${Math.max(1, Math.round(size / 1024))} KB`}</span>}
      </a>
    </>
  );
}
