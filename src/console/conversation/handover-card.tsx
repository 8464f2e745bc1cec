// The whole story in one place, pinned until the first reply.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Message } from '../../protocol/things';
import { useMedia } from '../hooks';
import { Icon } from '../icons';
import { Packet, triggerWord } from './packet';

interface Props {
  message: Message;
  onUse: (text: string) => void;
  onEdit: (text: string) => void;
  /** Whether the session is this agent's: else the suggestion can only be put into the draft. */
  canSend: boolean;
}

const lowered = (words: string) => words[0]!.toLowerCase() + words.slice(1);

export function HandoverCard({ message, onUse, onEdit, canSend }: Props) {
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
              <p className="quiet">Suggested reply</p>
              <p className="suggestion-text" dir="auto">
                {packet.suggestedReply}
              </p>
              <div className="suggestion-foot">
                <Button
                  size="compact-sm"
                  disabled={!canSend}
                  title={canSend ? 'Send it as it is' : 'Take over to send it'}
                  onClick={() => onUse(packet.suggestedReply!)}
                >
                  Use
                </Button>
                <Button size="compact-sm" variant="default" onClick={() => onEdit(packet.suggestedReply!)}>
                  Edit
                </Button>
              </div>
            </div>
          )}
        </div>
      )}
    </section>
  );
}
