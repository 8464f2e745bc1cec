// Emojis at a message: what stands there, and, where the channel takes them, the team's own.
import { useState } from 'react';
import type { Message } from '../../protocol/model/message';
import { offeredReactions, takesReaction } from '../../protocol/reactions';
import { useConsole, useInbox } from '../context';
import { useAct } from '../hooks';
import '../styles/reactions.css';
import type { Reactions as Given } from '../text/lines';
import { t } from '../i18n/translate';

interface Props {
  message: Message;
  reactions: Given | undefined;
  mayTakeOne?: boolean;
}

export function Reactions({ message, reactions = {}, mayTakeOne = false }: Props) {
  const { sessionId, seq } = message;
  const { http } = useConsole();
  const [open, setOpen] = useState(false);
  const [busy, act] = useAct();
  const me = useInbox((state) => state.agent?.id);
  const isMine = useInbox((state) => state.sessions[sessionId]?.agentId === me);
  const channelType = useInbox((state) => state.sessions[sessionId]?.channelType);
  const isTaken = useInbox((state) => state.opened[sessionId]?.rules?.forms.includes('reaction') === true);
  const [theirs, ours] = [emojiOf(reactions.customer), emojiOf(reactions.team)];
  const mayReact =
    mayTakeOne && isMine && isTaken && channelType !== undefined && takesReaction(message, channelType);
  if (!theirs && !ours && !mayReact) return null;

  const place = `sessions/${sessionId}/messages/${seq}/reaction`;
  const choose = (emoji: string) => {
    setOpen(false);
    act(() => (emoji === ours ? http.remove(place) : http.put(place, { emoji })));
  };
  const words = ours ? t('Your team reacted with {emoji}', { emoji: ours }) : t('React');
  return (
    <div className="reactions">
      {theirs && (
        <span
          className="reaction"
          role="img"
          aria-label={t('The customer reacted with {emoji}', { emoji: theirs })}
        >
          {theirs}
        </span>
      )}
      {ours && !mayReact && (
        <span className="reaction" role="img" aria-label={words}>
          {ours}
        </span>
      )}
      {mayReact && (
        <button
          type="button"
          className={ours ? 'reaction' : 'reaction add'}
          aria-label={words}
          title={words}
          aria-expanded={open}
          disabled={busy}
          onClick={() => setOpen(!open)}
        >
          {ours ?? '☺'}
        </button>
      )}
      {mayReact && open && <Choice ours={ours} onChoose={choose} onNo={() => setOpen(false)} />}
    </div>
  );
}

interface ChoiceProps {
  ours: string | undefined;
  onChoose: (emoji: string) => void;
  onNo: () => void;
}

function Choice({ ours, onChoose, onNo }: ChoiceProps) {
  return (
    <span
      className="reaction-choice"
      role="group"
      aria-label={t('Reactions')}
      onKeyDown={({ key }) => key === 'Escape' && onNo()}
    >
      {offeredReactions.map((emoji) => (
        <button
          key={emoji}
          type="button"
          className="reaction"
          aria-pressed={emoji === ours}
          aria-label={emoji === ours ? t('Take {emoji} back', { emoji }) : t('React with {emoji}', { emoji })}
          onClick={() => onChoose(emoji)}
        >
          {emoji}
        </button>
      ))}
    </span>
  );
}

function emojiOf(message: Message | undefined): string | undefined {
  const emoji = message?.delivery === 'failed' ? undefined : message?.content.data?.['emoji'];
  return typeof emoji === 'string' ? emoji : undefined;
}
