import { Button } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Session } from '../../protocol/model/session';
import { useConsole, useInbox } from '../context';
import { useAct } from '../hooks';
import { Icon } from '../icons';
import { AskFirst } from '../ui/ask-first';
import { t } from '../i18n/translate';

type Way = [words: string, way: string, run: () => Promise<unknown>];

/** Why no reply can go out, with the way out beside it. Nobody is interrupted in mid-sentence without a question. */
export function Blocked({ session }: { session: Session }) {
  const [busy, act] = useAct();
  const [asked, setAsked] = useState(false);
  const colleague = useColleagueWriting(session);
  const [words, way, run] = useWay(session);
  const isOver = session.status === 'closed' && session.customerBlocked && !session.mergedInto;
  return (
    <div className="blocked">
      <Icon name="alert" size={15} />
      <bdi>{isOver ? t('The customer is blocked. Unblock them to reopen and reply.') : words}</bdi>
      {!isOver && (
        <Button
          size="compact-xs"
          variant="default"
          loading={busy}
          onClick={() => (colleague() ? setAsked(true) : act(run))}
        >
          {way}
        </Button>
      )}
      {asked && (
        <AskFirst
          title={t('{name} is writing. Transfer it to you now?', {
            name: session.agentName || t('A colleague'),
          })}
          word={way}
          onNo={() => setAsked(false)}
          onYes={() => {
            setAsked(false);
            act(run);
          }}
        />
      )}
    </div>
  );
}

function useColleagueWriting({ id, status }: Session): () => boolean {
  const { inbox } = useConsole();
  return () => {
    const typing = inbox.state.get().typing[id];
    return status === 'with_agent' && typing?.sender === 'agent' && typing.until > Date.now();
  };
}

function useWay(session: Session): Way {
  const { inbox } = useConsole();
  const navigate = useNavigate();
  const me = useInbox((state) => state.agent?.id) ?? '';
  const { mergedInto } = session;
  if (mergedInto !== undefined)
    return [
      t('Merged: it goes on in another conversation.'),
      t('Open it|conversation'),
      async () => navigate(`/inbox/${mergedInto}?tab=all`),
    ];
  const ways: Record<Session['status'], Way> = {
    active: [t('With the AI. Take over to reply.'), t('Take over'), () => inbox.claim(session.id)],
    waiting: [t('Waiting for a person. Take over to reply.'), t('Take over'), () => inbox.claim(session.id)],
    closed: [t('Closed. Reopen to reply.'), t('Reopen'), () => inbox.reopen(session.id)],
    with_agent: [
      t('With {name}. Transfer it to yourself to reply.', {
        name: session.agentName || t('another agent'),
      }),
      t('Transfer to me'),
      () => inbox.transfer(session.id, { agentId: me }, ''),
    ],
  };
  return ways[session.status];
}
