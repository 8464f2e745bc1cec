// What a step brings along: a reply or an article is put into the reply that is being written, a macro is shown before it is run.
import { Button } from '@mantine/core';
import type { CannedReply } from '../../protocol/canned-replies';
import type { Article } from '../../protocol/knowledge';
import { maxTextLength } from '../../protocol/model/message';
import type { Session } from '../../protocol/model/session';
import type { PlaybookStep } from '../../protocol/playbooks';
import { filledReply } from '../../protocol/reply-text';
import { useConsole } from '../context';
import { useReplyValues } from '../conversation/picker/use-reply-values';
import { useAct } from '../hooks';
import { Icon } from '../icons';
import { t } from '../i18n/translate';

const words = { reply: t('Insert'), macro: t('Run'), article: t('Insert') } as const;
const icons = { reply: 'reply', macro: 'bolt', article: 'book' } as const;

type Link = NonNullable<PlaybookStep['link']>;

export function TakeLink({ link, session }: { link: Link; session: Session }) {
  const { http, drafts, macros } = useConsole();
  const values = useReplyValues(session);
  const [busy, act] = useAct();
  async function take(): Promise<void> {
    if (link.kind === 'macro') return macros.tell(link.id);
    if (link.kind === 'article') {
      const { content } = await http.get<Article>(`knowledge/articles/${link.id}`);
      return drafts.insert(session.id, content.slice(0, maxTextLength), { articleId: link.id });
    }
    const { content } = await http.get<CannedReply>(`canned-replies/${link.id}`);
    drafts.insert(session.id, filledReply(content, values));
    // How often it is taken is worth no trouble to whoever takes it.
    void http.post(`canned-replies/${link.id}/used`).catch(() => undefined);
  }
  return (
    <Button
      size="compact-xs"
      variant="default"
      className="playbook-link"
      loading={busy}
      leftSection={<Icon name={icons[link.kind]} size={12} />}
      onClick={() => act(take)}
    >
      <span>
        {words[link.kind]} <bdi>“{link.title}”</bdi>
      </span>
    </Button>
  );
}
