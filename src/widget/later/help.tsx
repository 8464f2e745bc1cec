import { Component } from 'preact';
import { safeHref } from '../../protocol/safe-href';
import type { WidgetHelp, WidgetHelpArticle } from '../../protocol/help-centre';
import { apiUrl, serverUrl } from '../server-url';
import type { Words } from '../translations';
import { Formatted } from './answer';
import { Label } from '../view/rich-text';
import { SafeLink } from '../view/safe-link';
import { sayMore } from './more';

interface Shown {
  query: string;
  items?: WidgetHelp['items'] | 'failed';
  article?: WidgetHelpArticle;
}

const room = { padding: '12px 16px', overflow: 'auto', height: '100%' } as const;
const clipped = {
  display: '-webkit-box',
  WebkitLineClamp: 3,
  WebkitBoxOrient: 'vertical',
  overflow: 'hidden',
} as const;
const apart = { display: 'grid', gap: '10px', margin: '12px 0' } as const;
const field = { flex: 1, minWidth: 0 } as const;

/** The articles of the help centre: what there is, a search, and one to read. */
export class Help extends Component<{ words: Words }, Shown> {
  override state: Shown = { query: '' };
  private asked = 0;

  override componentDidMount() {
    void this.find('');
  }

  private async read<T>(path: string, query: Record<string, string>): Promise<T | undefined> {
    const channelKey = new URLSearchParams(location.search).get('channelKey')!;
    const answer = await fetch(
      apiUrl(`widget/help${path}?${new URLSearchParams({ ...query, channelKey })}`),
    ).catch(() => undefined);
    if (answer?.ok) return (await answer.json()) as T;
    // An organization without a help centre has no articles here.
    return answer?.status === 404 ? ({ items: [] } as T) : undefined;
  }

  /** Whoever asked again meanwhile does not see what was found before. */
  private async find(q: string) {
    const turn = ++this.asked;
    const found = await this.read<WidgetHelp>('', q ? { q } : {});
    if (turn === this.asked) this.setState({ items: found?.items ?? 'failed' });
  }

  private async open(id: string) {
    const article = await this.read<WidgetHelpArticle>(`/${id}`, {});
    if (article?.content === undefined) this.setState({ items: 'failed' });
    else this.setState({ article });
  }

  override render({ words }: { words: Words }, { query, items, article }: Shown) {
    if (article)
      return <Article {...{ words, article }} back={() => this.setState({ article: undefined } as never)} />;
    const search = sayMore(words, 'search');
    return (
      <section style={room}>
        <form
          class="contact"
          style={{ display: 'flex', gap: '8px', marginBottom: '12px' }}
          role="search"
          onSubmit={(event) => {
            event.preventDefault();
            void this.find(query.trim());
          }}
        >
          <input
            type="search"
            dir="auto"
            style={field}
            maxLength={200}
            aria-label={search}
            placeholder={search}
            value={query}
            onInput={({ currentTarget }) => this.setState({ query: currentTarget.value })}
          />
          <button class="quiet" type="submit">
            {search}
          </button>
        </form>
        <div role="status">
          {items === 'failed' && (
            <p class="empty">
              <span>{words.say('notDone')}</span>
            </p>
          )}
          {items?.length === 0 && (
            <p class="empty">
              <span>{sayMore(words, 'noArticles')}</span>
            </p>
          )}
        </div>
        {Array.isArray(items) && (
          <ul class="questions">
            {items.map(({ id, title, excerpt }) => (
              <li key={id}>
                <button type="button" dir="auto" onClick={() => void this.open(id)}>
                  <strong>{title}</strong>
                  {excerpt && (
                    <div style={clipped}>
                      <Formatted text={excerpt} />
                    </div>
                  )}
                </button>
              </li>
            ))}
          </ul>
        )}
      </section>
    );
  }
}

function Article({ words, article, back }: { words: Words; article: WidgetHelpArticle; back: () => void }) {
  const { title, content, language } = article;
  const url = new URL(article.url.replace(/^\//, ''), serverUrl('')).href;
  return (
    <section style={room}>
      <button class="link" type="button" onClick={back}>
        {words.say('back')}
      </button>
      <article lang={language} style={apart}>
        <h2 dir="auto" style={{ fontSize: '16px', fontWeight: 600 }}>
          {title}
        </h2>
        <Formatted text={content} />
      </article>
      <p>
        <SafeLink href={safeHref(url) ?? url}>
          <Label>{sayMore(words, 'asPage')}</Label>
        </SafeLink>
      </p>
    </section>
  );
}
