// What is written and not published: new articles, and next versions of those that are.
import { useSearchParams } from 'react-router';
import type { Draft } from '../../protocol/drafts';
import { useNow } from '../hooks';
import { Icon } from '../icons';
import { short, whole } from '../text/time';
import { DraftEditor } from './draft-editor';
import { Listing, More } from '../ui/page-frame';
import { usePages } from '../data/use-pages';
import { t } from '../i18n/translate';

export default function Drafts() {
  const pages = usePages<Draft>('knowledge/drafts');
  const [search, setSearch] = useSearchParams();
  const asked = search.get('draft');
  const open = (draft?: string) => setSearch({ section: 'drafts', ...(draft && { draft }) });
  const opened = pages.items.find(({ id }) => id === asked);
  return (
    <section>
      <h2>{t('Drafts')}</h2>
      <p className="quiet pad">{t('Nobody is answered from these until they are published.')}</p>
      <Listing pages={pages} empty={t('No drafts. “Keep as draft” in an article keeps one here.')}>
        {pages.items.map((draft) => (
          <Entry key={draft.id} draft={draft} onOpen={() => open(draft.id)} />
        ))}
      </Listing>
      <More pages={pages} />
      {opened && <DraftEditor key={opened.id} draft={opened} onClose={() => open()} />}
    </section>
  );
}

function Entry({ draft, onOpen }: { draft: Draft; onOpen: () => void }) {
  const now = useNow(60_000);
  const { title, articleId, savedBy, updatedAt } = draft;
  return (
    <li>
      <span className="main">
        <button type="button" className="link" onClick={onOpen}>
          <bdi>{title}</bdi>
        </button>
      </span>
      <span className="quiet">{articleId ? t('Next version') : t('New article')}</span>
      {draft.articleVersion !== draft.basedOn && (
        <span className="state waiting">
          <Icon name="alert" size={13} /> <span>{t('The article has changed')}</span>
        </span>
      )}
      {savedBy && <bdi className="quiet">{savedBy.name}</bdi>}
      <time className="quiet" dateTime={updatedAt} title={whole(updatedAt)}>
        {short(updatedAt, now)}
      </time>
    </li>
  );
}
