// The whole story in one place, pinned until the first reply, and kept up with what is written meanwhile.
import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { HandoverPacket } from '../../protocol/model/handover';
import type { Message } from '../../protocol/model/message';
import { refreshed } from '../data/transcript';
import { useMedia } from '../hooks';
import { Icon } from '../icons';
import { clip } from '../text/clip';
import { triggerWord, wantOf } from '../text/packet-words';
import { Packet } from './packet';
import { SaveFacts } from './save-facts';
import { t } from '../i18n/translate';

interface Props {
  message: Message;
  customerId: string;
  /** What the customer has written since. */
  since: readonly Message[];
  /** Puts it into the reply; undefined for who cannot write. A suggestion is only ever sent by hand. */
  onSuggestion: Suggest | undefined;
}

type Suggest = (text: string, of: { caret: 'start' | 'end'; articleId?: string }) => void;

const lowered = (words: string) => words[0]!.toLowerCase() + words.slice(1);

export function HandoverCard({ message, customerId, since, onSuggestion }: Props) {
  const low = useMedia('(max-height: 700px), (max-width: 767px)');
  const [open, setOpen] = useState(!low);
  const packet = useMemo(() => refreshed(message.content.packet!, since), [message, since]);
  return (
    <section className="handover" aria-label={t('Handover')}>
      <button type="button" className="handover-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="spark" size={16} />
        <strong>{t('Handed over: {why}', { why: lowered(triggerWord(packet)) })}</strong>
        {!open && (
          <span className="handover-line" dir="auto">
            {wantOf(packet)}
          </span>
        )}
        <Icon name={open ? 'up' : 'down'} size={16} label={open ? t('Fold') : t('Unfold')} />
      </button>
      {open && (
        <div className="handover-scroll" tabIndex={0} role="group" aria-label={t('What the AI knows')}>
          <div className={packet.suggestedReply ? 'handover-body with-reply' : 'handover-body'}>
            <div>
              <Packet packet={packet}>
                <SaveFacts customerId={customerId} facts={packet.facts} />
              </Packet>
              <Since messages={since} />
            </div>
            {packet.suggestedReply && <Suggestion packet={packet} onSuggestion={onSuggestion} />}
          </div>
        </div>
      )}
    </section>
  );
}

const shown = 3;

function Since({ messages }: { messages: readonly Message[] }) {
  if (messages.length === 0) return null;
  return (
    <dl className="packet">
      <dt>{t('Since')}</dt>
      <dd>
        {messages.slice(-shown).map(({ seq, content }) => (
          <p key={seq} dir="auto">
            {clip(content.text || content.fileName || t('A file'), 160)}
          </p>
        ))}
        {messages.length > shown && (
          <p className="quiet">{t('and {count} more before', { count: messages.length - shown })}</p>
        )}
      </dd>
    </dl>
  );
}

function Suggestion({ packet, onSuggestion }: { packet: HandoverPacket; onSuggestion: Suggest | undefined }) {
  const text = packet.suggestedReply!;
  const articleId = packet.sources[0]?.articleId;
  const use = (caret: 'start' | 'end') => onSuggestion?.(text, { caret, ...(articleId && { articleId }) });
  const unsure = packet.trigger === 'low_confidence';
  return (
    <div className="suggestion">
      <p className="quiet">
        {unsure ? t('Suggested reply, which the AI was not sure of') : t('Suggested reply')}
      </p>
      <p className="suggestion-text" dir="auto">
        {text}
      </p>
      {onSuggestion && (
        <div className="suggestion-foot">
          <Button
            size="compact-sm"
            title={t('Put it into the reply, to be read and sent')}
            onClick={() => use('end')}
          >
            {t('Use')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            title={t('Put it into the reply and begin at its first word')}
            onClick={() => use('start')}
          >
            {t('Edit')}
          </Button>
        </div>
      )}
    </div>
  );
}
