// Canned replies: the team's, and one's own. Each is written beside a preview of what a customer would read.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CannedReply } from '../../../protocol/canned-replies';
import { useConsole } from '../../context';
import { useAct, useNow } from '../../hooks';
import { Icon } from '../../icons';
import '../../styles/replies.css';
import { ago } from '../../text/time';
import { Listing } from '../page-frame';
import { usePages } from '../use-pages';
import { ReplyDialog } from './reply-dialog';

export default function Replies({ mayShare }: { mayShare: boolean }) {
  const pages = usePages<CannedReply>('canned-replies');
  const [editing, setEditing] = useState<CannedReply | 'new' | null>(null);
  return (
    <>
      <div className="toolbar">
        <p className="quiet grow">
          Replies that are said often. In a conversation, type <kbd>/</kbd> and the shortcut, or a word of it.
        </p>
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setEditing('new')}>
          New reply
        </Button>
      </div>
      <Listing pages={pages} empty="No canned reply yet.">
        {pages.items.map((reply) => (
          <li key={reply.id}>
            <span className="main">
              <strong translate="no">/{reply.shortcut}</strong> <bdi>{reply.title}</bdi>
              <br />
              <span className="quiet reply-words" dir="auto">
                {reply.content}
              </span>
            </span>
            <Uses reply={reply} />
            {(mayShare || !reply.shared) && <Ways reply={reply} onChange={setEditing} />}
          </li>
        ))}
      </Listing>
      {pages.hasMore && (
        <Button variant="default" loading={pages.loadingMore} onClick={pages.more}>
          More
        </Button>
      )}
      {editing && (
        <ReplyDialog
          reply={editing === 'new' ? undefined : editing}
          mayShare={mayShare}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}

function Uses({ reply }: { reply: CannedReply }) {
  const now = useNow(60_000);
  const used =
    reply.uses === 0 ? 'Never taken' : `Taken ${reply.uses === 1 ? 'once' : `${reply.uses} times`}`;
  return (
    <span className="quiet">
      {reply.shared ? 'Team' : 'Your own'}
      <br />
      {used}
      {reply.lastUsedAt && `, last ${ago(reply.lastUsedAt, now)}`}
    </span>
  );
}

function Ways({ reply, onChange }: { reply: CannedReply; onChange: (reply: CannedReply) => void }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const [busy, act] = useAct();
  function remove() {
    if (!removing) return setRemoving(true);
    act(async () => {
      await http.remove(`canned-replies/${reply.id}`);
      await queries.invalidateQueries({ queryKey: ['canned-replies'] });
    });
  }
  const word = removing ? 'Delete for good' : 'Delete';
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={`Change /${reply.shortcut}`}
        onClick={() => onChange(reply)}
      >
        Change
      </Button>
      <Button
        size="compact-sm"
        variant={removing ? 'filled' : 'default'}
        color={removing ? 'red.8' : undefined}
        disabled={busy}
        aria-label={`${word} /${reply.shortcut}`}
        onClick={remove}
      >
        {word}
      </Button>
    </>
  );
}
