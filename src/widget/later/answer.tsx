// What only answers of the AI need: their formatting, their sources, and whether they helped.
import { safeHref } from '../../protocol/safe-href';
import type { Source } from '../../protocol/model/handover';
import type { Message } from '../../protocol/model/message';
import { parseMarkedLists } from '../../protocol/marked-text';
import { parseFormatted } from '../../protocol/rich-text';
import type { Span } from '../../protocol/written-text';
import type { Chat } from '../chat';
import type { Words } from '../translations';
import { Label, type Shown } from '../view/rich-text';
import { SafeLink } from '../view/safe-link';
import { Feedback } from './feedback';
import { Spans } from './linked';
import { sayMore } from './more';

/** What the AI and articles say; and what the team wrote, in which nothing but marks and lists is otherwise than it was written. */
export function Formatted({ text, by = 'ai' }: Shown) {
  const blocks = by === 'ai' ? parseFormatted(text) : parseMarkedLists(text);
  return (
    <>
      {blocks.map((block) => (
        <BlockView block={block} />
      ))}
    </>
  );
}

function BlockView({ block }: { block: ReturnType<typeof parseMarkedLists>[number] }) {
  if ('spans' in block)
    return (
      <p class={block.kind} dir="auto">
        <Spans spans={block.spans} />
      </p>
    );
  if (block.kind === 'paragraph')
    return (
      <p dir="auto">
        <Lines lines={block.lines} />
      </p>
    );
  const List = block.kind === 'bullets' ? 'ul' : 'ol';
  return (
    <List class={`depth${block.depth}`} dir="auto">
      {block.items.map(({ number, lines }) => (
        <li value={number}>
          <Lines lines={lines} />
        </li>
      ))}
    </List>
  );
}

function Lines({ lines }: { lines: Span[][] }) {
  return (
    <>
      {lines.map((spans, index) => (
        <>
          {index > 0 && <br />}
          <Spans spans={spans} />
        </>
      ))}
    </>
  );
}

interface FootProps {
  message: Message;
  chat: Chat;
  words: Words;
  /** Whoever was not helped can still be given to a person. */
  offers: boolean;
  /** Nothing was said since. */
  isLast: boolean;
}

/** Under an answer out of articles: which ones, and whether it helped. Under a question, its answers. Under a greeting, nothing. */
export function AnswerFoot({ message, chat, words, offers, isLast }: FootProps) {
  const { sources = [], helpful, asks, options = [], followUps = [] } = message.metadata;
  const isOpen = offers && isLast;
  if (asks === 'which' && isOpen)
    return <Questions of={options.map(({ title }) => title)} label={message.content.text} chat={chat} />;
  if (sources.length === 0) return null;
  const foot = (
    <div class="foot">
      <Sources sources={sources} words={words} />
      <Feedback {...{ message, chat, words }} />
      {helpful === false && offers && (
        <button class="link" type="button" onClick={() => chat.requestHuman(words.say('talkText'))}>
          {words.say('talk')}
        </button>
      )}
    </div>
  );
  if (!isOpen || followUps.length === 0) return foot;
  const label = sayMore(words, 'alsoAsk');
  return (
    <>
      {foot}
      <p class="also" aria-hidden="true">
        <Label>{label}</Label>
      </p>
      <Questions of={followUps} label={label} chat={chat} />
    </>
  );
}

/** One press asks one. */
function Questions({ of, label, chat }: { of: string[]; label: string | undefined; chat: Chat }) {
  return (
    <div class="options" role="group" aria-label={label}>
      {of.map((question) => (
        <button class="quiet" type="button" dir="auto" onClick={() => chat.send(question)}>
          <Label>{question}</Label>
        </button>
      ))}
    </div>
  );
}

/** One entry an article: a link where it has an address, else its passage to open. */
function Sources({ sources, words }: { sources: Source[]; words: Words }) {
  const articles = [...new Map(sources.map((source) => [source.articleId, source])).values()];
  return (
    <div class="sources">
      <span>{sayMore(words, 'sources')}:</span>
      {articles.map(({ title, url, excerpt }) => {
        const href = url && safeHref(new URL(url, location.href).href);
        if (href) return <SafeLink href={href}>{title}</SafeLink>;
        return (
          <details>
            <summary dir="auto">{title}</summary>
            <Formatted text={excerpt} />
          </details>
        );
      })}
    </div>
  );
}
