// A file of a message: pictures and recordings of this server in place, the pages of a PDF on demand, everything else as a row to download.
import { useRef, useState } from 'react';
import type { Message } from '../../protocol/model/message';
import { useConsole } from '../context';
import { Icon } from '../icons';
import { fileSize } from '../text/file-size';
import { hrefOf, isOver } from '../text/links';
import { t } from '../i18n/translate';
import { PdfCard } from './pdf-card';

export function Attachment({ message }: { message: Message }) {
  const { href, renew, renewOld } = useLink(message);
  const { mediaType, fileName, size } = message.content;
  const name = fileName ?? t('File');
  // Only what this server hands out is shown in place; anything else could tell a stranger who looks at it.
  const isOurs = href?.startsWith('/');
  const ours = isOurs ? message.type : 'file';
  if (isOurs && mediaType === 'application/pdf')
    return <PdfCard file={{ href: href!, name, size }} renewOld={renewOld} />;
  return (
    <>
      {ours === 'audio' && (
        <audio controls preload="none" src={href} aria-label={name} onError={() => void renew()} />
      )}
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
          <Picture message={message} name={name} onError={() => void renew()} />
        ) : (
          <Icon name="file" size={16} />
        )}
        <bdi>{name}</bdi>
        {size !== undefined && <span className="quiet">{fileSize(size)}</span>}
      </a>
    </>
  );
}

/** Where the file is, for an hour: what is asked for later gets a new link first. */
function useLink(message: Message) {
  const { inbox } = useConsole();
  const asked = useRef('');
  const href = hrefOf(message.content.mediaUrl);

  /** Once for each link: a file that is gone stays gone. */
  async function renew(): Promise<void> {
    if (!href || asked.current === href) return;
    asked.current = href;
    await inbox.renew(message);
  }
  return {
    href,
    renew,
    async renewOld(): Promise<void> {
      if (href && isOver(href, Date.now())) await renew();
    },
  };
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
