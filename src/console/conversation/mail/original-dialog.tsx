// The whole mail, as it was sent: its HTML in a frame that does nothing, or its text with what it quotes folded.
import { Button, Loader, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Message } from '../../../protocol/model/message';
import { useConsole } from '../../context';
import { sentence } from '../../data/failure';
import { useMedia } from '../../hooks';
import { Icon } from '../../icons';
import { hrefOf } from '../../text/links';
import { quoteParts } from '../../text/quote-parts';
import { whole } from '../../text/time';
import { Text } from '../text';
import { MailFrame } from './mail-frame';
import { listed, t } from '../../i18n/translate';

interface Original {
  text?: string;
  html?: string;
}

interface Props {
  message: Message;
  onClose: () => void;
}

export default function OriginalDialog({ message, onClose }: Props) {
  const { http } = useConsole();
  const narrow = useMedia('(max-width: 767px)');
  const { sessionId, seq, content } = message;
  const original = useQuery({
    queryKey: ['original', sessionId, seq],
    queryFn: () => http.get<Original>(`sessions/${sessionId}/messages/${seq}/original`),
    staleTime: Infinity,
  });
  return (
    <Modal
      opened
      fullScreen={narrow}
      size="xl"
      title={content.mail?.subject || t('Original mail')}
      onClose={onClose}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <div className="original">
        <Heads message={message} />
        {original.isPending && <Loader size="sm" aria-label={t('Loading the mail')} />}
        {original.isError && <p role="alert">{sentence(original.error)}</p>}
        {original.data && <Body original={original.data} />}
      </div>
    </Modal>
  );
}

function Heads({ message: { content, metadata, timestamp } }: { message: Message }) {
  const { from, to = [], cc = [], replyTo } = content.mail ?? {};
  const named = ({ name, address }: { name?: string | undefined; address: string }) =>
    name ? `${name} <${address}>` : address;
  const heads = [
    [t('From|mail'), from ? named(from) : ''],
    [t('To|mail'), listed(to.map(named))],
    [t('Cc'), listed(cc.map(named))],
    [t('Answers go to'), replyTo ?? ''],
    [t('Sent|when'), whole(metadata.sentAt ?? timestamp)],
  ].filter(([, value]) => value);
  const href = hrefOf(content.mediaUrl);
  return (
    <div className="original-head">
      <dl>
        {heads.map(([word, value]) => (
          <div key={word}>
            <dt className="quiet">{word}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
      {href && (
        <a className="link" href={href} download="original.eml">
          {t('Download as a file')}
        </a>
      )}
    </div>
  );
}

function Body({ original: { text, html } }: { original: Original }) {
  const [remote, setRemote] = useState(false);
  const [plain, setPlain] = useState(html === undefined);
  const hasRemote = html !== undefined && /<img[^>]* data-src=/i.test(html);
  if (html === undefined && text === undefined)
    return <p className="quiet">{t('There is nothing in it to show.')}</p>;
  return (
    <>
      <div className="toolbar">
        {html !== undefined && text !== undefined && (
          <Button size="compact-sm" variant="default" onClick={() => setPlain(!plain)}>
            {plain ? t('Show as sent') : t('Show text only')}
          </Button>
        )}
        {!plain && hasRemote && !remote && (
          <>
            <Button size="compact-sm" variant="default" onClick={() => setRemote(true)}>
              {t('Show remote images')}
            </Button>
            <span className="quiet">
              <Icon name="lock" size={13} /> {t('Not loaded: the sender would see that it is read.')}
            </span>
          </>
        )}
      </div>
      {plain ? <Plain text={text ?? ''} /> : <MailFrame html={html ?? ''} remote={remote} />}
    </>
  );
}

function Plain({ text }: { text: string }) {
  return (
    <div className="original-text">
      {quoteParts(text).map(({ quoted, words }, index) =>
        quoted ? (
          <details key={index}>
            <summary>{t('Quoted text')}</summary>
            <Text>{words}</Text>
          </details>
        ) : (
          <Text key={index}>{words}</Text>
        ),
      )}
    </div>
  );
}
