// Notes that call this agent, newest first; each leads to its place.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Mention } from '../../protocol/mentions';
import { useConsole } from '../context';
import { useAct, useNow } from '../hooks';
import { Icon } from '../icons';
import { useAgents } from '../macros/use-agents';
import { Listing, More, PageFrame } from '../ui/page-frame';
import { usePages } from '../data/use-pages';
import { Avatar } from '../shell/avatar';
import { ago, whole } from '../text/time';
import '../styles/replies.css';
import { placeOfMention } from './mention-place';
import { useUnreadMentions } from './use-mentions';
import { withParts } from '../i18n/parts';
import { t } from '../i18n/translate';

export default function Mentions() {
  const pages = usePages<Mention>('mentions');
  const unread = useUnreadMentions();
  return (
    <PageFrame title={t('Mentions')} beside={unread > 0 && <ReadAll />}>
      <Listing
        pages={pages}
        empty={t('Nobody has called you yet. A colleague does so with @ and your name in a note.')}
      >
        {pages.items.map((mention) => (
          <Item key={mention.id} mention={mention} />
        ))}
      </Listing>
      <More pages={pages} />
    </PageFrame>
  );
}

function ReadAll() {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const read = () =>
    act(async () => {
      await http.post('mentions/read', {});
      await queries.invalidateQueries({ queryKey: ['mentions'] });
    });
  return (
    <Button variant="default" loading={busy} onClick={read}>
      {t('Mark all as read')}
    </Button>
  );
}

/** A note keeps the name of who wrote it: of two with one name neither is shown. */
function useAgentNamed(name: string): string | undefined {
  const named = useAgents().agents.filter(({ displayName }) => displayName === name);
  return named.length === 1 ? named[0]!.id : undefined;
}

function Item({ mention }: { mention: Mention }) {
  const { noteId, by, text, customerName, createdAt, readAt } = mention;
  const now = useNow(60_000);
  return (
    <li>
      {!readAt && <Icon name="at" size={16} label={t('Not read')} />}
      <Avatar name={by} size={24} agentId={useAgentNamed(by)} />
      <span className="main">
        <Link to={placeOfMention(mention)}>
          {withParts(
            noteId ? t('{by} in a note about {customer}') : t('{by} in the conversation with {customer}'),
            { by: <bdi>{by}</bdi>, customer: <bdi>{customerName ?? t('a visitor')}</bdi> },
          )}
        </Link>
        <br />
        <span className="quiet reply-words" dir="auto">
          {text || t('This was erased.')}
        </span>
      </span>
      <time className="quiet" dateTime={createdAt} title={whole(createdAt)}>
        {ago(createdAt, now)}
      </time>
    </li>
  );
}
