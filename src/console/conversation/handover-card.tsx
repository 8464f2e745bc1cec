// The whole story in one place, pinned until the first reply.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Message } from '../../protocol/model/message';
import { useMedia } from '../hooks';
import { Icon } from '../icons';
import { Packet, triggerWord } from './packet';

interface Props {
  message: Message;
  /** Puts it into the reply; undefined for who cannot write. A suggestion is only ever sent by hand. */
  onSuggestion: ((text: string, caret: 'start' | 'end') => void) | undefined;
}

const lowered = (words: string) => words[0]!.toLowerCase() + words.slice(1);

export function HandoverCard({ message, onSuggestion }: Props) {
  const low = useMedia('(max-height: 700px), (max-width: 767px)');
  const [open, setOpen] = useState(!low);
  const packet = message.content.packet!;
  return (
    <section className="handover" aria-label="Handover">
      <button type="button" className="handover-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="spark" size={16} />
        <strong>Handed over: {lowered(triggerWord(packet))}</strong>
        {!open && (
          <span className="handover-line" dir="auto">
            {packet.summary}
          </span>
        )}
        <Icon name={open ? 'up' : 'down'} size={16} label={open ? 'Fold' : 'Unfold'} />
      </button>
      {open && (
        <div className={packet.suggestedReply ? 'handover-body with-reply' : 'handover-body'}>
          <Packet packet={packet} />
          {packet.suggestedReply && (
            <div className="suggestion">
              <p className="quiet">
                Suggested reply{packet.trigger === 'low_confidence' && ', which the AI was not sure of'}
              </p>
              <p className="suggestion-text" dir="auto">
                {packet.suggestedReply}
              </p>
              {onSuggestion && (
                <div className="suggestion-foot">
                  <Button
                    size="compact-sm"
                    title="Put it into the reply, to be read and sent"
                    onClick={() => onSuggestion(packet.suggestedReply!, 'end')}
                  >
                    Use
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="default"
                    title="Put it into the reply and begin at its first word"
                    onClick={() => onSuggestion(packet.suggestedReply!, 'start')}
                  >
                    Edit
                  </Button>
                </div>
              )}
            </div>
          )}
        </div>
      )}
    </section>
  );
}
