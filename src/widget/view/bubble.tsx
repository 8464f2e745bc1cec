import { Component } from 'preact';
import type { Source } from '../../protocol/model/handover';
import type { Message } from '../../protocol/model/message';
import type { Chat } from '../chat';
import type { Pending } from '../outbox';
import { safeHref } from '../text';
import type { Words } from '../translations';
import { Icon } from './icons';
import { RichText, SafeLink } from './rich-text';

const longText = 1_500;

/** The text of a message; a very long one opens on demand. */
export class Text extends Component<{ text: string; words: Words }, { open: boolean }> {
  override render({ text, words }: { text: string; words: Words }) {
    if (this.state.open || text.length <= longText) return <RichText text={text} />;
    return (
      <>
        <RichText text={`${text.slice(0, longText / 2).trimEnd()}…`} />
        <button class="link" type="button" onClick={() => this.setState({ open: true })}>
          {words.say('showAll')}
        </button>
      </>
    );
  }
}

export function Body({ message, words }: { message: Message; words: Words }) {
  const { text, mediaUrl, fileName = words.say('file') } = message.content;
  const href = mediaUrl && safeHref(new URL(mediaUrl, location.href).href);
  return (
    <>
      {text && <Text text={text} words={words} />}
      {href && (
        <p>
          <SafeLink href={href}>
            {message.type === 'image' ? <img src={href} alt={fileName} /> : <Icon name="clip" />}
            {message.type !== 'image' && fileName}
          </SafeLink>
        </p>
      )}
    </>
  );
}

export function AnswerFoot({ message, chat, words }: { message: Message; chat: Chat; words: Words }) {
  const { sources = [], helpful } = message.metadata;
  return (
    <div class="foot">
      {sources.length > 0 && <Sources sources={sources} words={words} />}
      <div class="helpful" role="group" aria-label={words.say('helpful')}>
        <span>{words.say(helpful === undefined ? 'helpful' : 'thanks')}</span>
        {[true, false].map((value) => (
          <button
            class="plain"
            type="button"
            aria-pressed={helpful === value}
            aria-label={words.say(value ? 'yes' : 'no')}
            title={words.say(value ? 'yes' : 'no')}
            onClick={() => chat.feedback(message, value)}
          >
            <Icon name={value ? 'up' : 'thumb'} />
          </button>
        ))}
      </div>
    </div>
  );
}

/** One entry an article: a link where it has an address, else its passage to open. */
function Sources({ sources, words }: { sources: Source[]; words: Words }) {
  const articles = [...new Map(sources.map((source) => [source.articleId, source])).values()];
  return (
    <div class="sources">
      <span>{words.say('sources')}:</span>
      {articles.map(({ title, url, excerpt }) => {
        const href = url && safeHref(new URL(url, location.href).href);
        if (href) return <SafeLink href={href}>{title}</SafeLink>;
        return (
          <details>
            <summary dir="auto">{title}</summary>
            <p dir="auto">{excerpt}</p>
          </details>
        );
      })}
    </div>
  );
}

/** A message that is on its way, or was refused. */
export function PendingBubble({ item, chat, words }: { item: Pending; chat: Chat; words: Words }) {
  const { clientMessageId: id, failed } = item;
  return (
    <div class="row mine">
      <div class={failed ? 'bubble failed' : 'bubble'}>
        <Text text={item.text} words={words} />
        {item.part !== undefined && !failed && <progress value={item.part} />}
      </div>
      {failed ? (
        <p class="receipt bad">
          <Icon name="alert" />
          {reason(failed, words)}
          <button class="link" type="button" onClick={() => chat.retry(id)}>
            {words.say('retry')}
          </button>
          <button class="link" type="button" onClick={() => chat.discard(id)}>
            {words.say('discard')}
          </button>
        </p>
      ) : (
        <p class="receipt">
          <Icon name="clock" />
          {words.say('sending')}
        </p>
      )}
    </div>
  );
}

function reason(code: string, words: Words): string {
  const known = ['too_large', 'invalid', 'forbidden', 'file', 'offline'] as const;
  const found = known.find((one) => one === code);
  return words.say(found ? `failed_${found}` : 'failed');
}
