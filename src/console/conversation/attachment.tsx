// A file of a message: pictures and recordings of this server in place, everything else as a row to download.
import { useRef, useState } from 'react';
import type { Message } from '../../protocol/model/message';
import { useConsole } from '../context';
import { Icon } from '../icons';
import { hrefOf, isOver } from '../text/links';
import { t } from '../words/words';

export function Attachment({ message }: { message: Message }) {
  const { inbox } = useConsole();
  const asked = useRef('');
  const { mediaUrl, fileName, size } = message.content;
  const href = hrefOf(mediaUrl);
  const name = fileName ?? t('File');
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
          <Picture message={message} name={name} onError={renew} />
        ) : (
          <Icon name="file" size={16} />
        )}
        <bdi>{name}</bdi>
        {size !== undefined && (
          <span className="quiet">{t('{count} KB', { count: Math.max(1, Math.round(size / 1024)) })}</span>
        )}
      </a>
    </>
  );
}

interface PictureProps {
  message: Message;
  name: string;
  onError: () => void;
}

/** The preview where there is one, else the whole picture. Its room is kept before it is there: nothing jumps. */
function Picture({ message: { content }, name, onError }: PictureProps) {
  const [broken, setBroken] = useState<string>();
  const preview = hrefOf(content.previewUrl);
  const isPreview = preview?.startsWith('/') && preview !== broken;
  return (
    <img
      src={isPreview ? preview : hrefOf(content.mediaUrl)}
      alt={name}
      loading="lazy"
      {...boxOf(content)}
      onError={() => (isPreview ? setBroken(preview) : onError())}
    />
  );
}

/** As large as a preview is, and no higher than a conversation bears. */
function boxOf({ width, height }: Message['content']) {
  if (!width || !height) return {};
  const scale = Math.min(1, 480 / width, 320 / height);
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}
