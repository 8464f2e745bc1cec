// Canned replies: the team's, and one's own. Each is written beside a preview of what a customer would read.
import { useState } from 'react';
import type { CannedReply } from '../../../protocol/canned-replies';
import '../../styles/replies.css';
import { Explained } from '../../ui/explained';
import { useBegun } from '../../ui/use-begun';
import { Listing, More } from '../../ui/page-frame';
import { Ways } from '../ways';
import { usePages } from '../../data/use-pages';
import { ReplyDialog } from './reply-dialog';
import { Uses } from './written';
import { t } from '../../i18n/translate';
import { withParts } from '../../i18n/parts';

export default function Replies({ mayShare }: { mayShare: boolean }) {
  const pages = usePages<CannedReply>('canned-replies');
  const [editing, setEditing] = useState<CannedReply | 'new' | null>(null);
  useBegun(() => !editing && setEditing('new'));
  return (
    <>
      <Explained word={t('New reply')} onNew={() => setEditing('new')}>
        {withParts(
          t(
            'Replies that are said often. In a conversation, type {slash} and the shortcut, or a word of it.',
          ),
          { slash: <kbd>/</kbd> },
        )}
      </Explained>
      <Listing pages={pages} empty={t('No canned reply yet.')}>
        {pages.items.map((reply) => (
          <li key={reply.id}>
            <span className="main">
              <strong dir="ltr" translate="no">
                /{reply.shortcut}
              </strong>{' '}
              <bdi>{reply.title}</bdi>
              <br />
              <span className="quiet reply-words" dir="auto">
                {reply.content}
              </span>
            </span>
            <Uses one={reply} word="taken" />
            {(mayShare || !reply.shared) && (
              <Ways
                name={`/${reply.shortcut}`}
                list="canned-replies"
                id={reply.id}
                onChange={() => setEditing(reply)}
              />
            )}
          </li>
        ))}
      </Listing>
      <More pages={pages} />
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
