import { Component } from 'preact';
import type { Message } from '../../protocol/model/message';
import type { Chat } from '../chat';
import type { Pending } from '../outbox';
import { safeHref } from '../../protocol/safe-href';
import { shorten } from '../../protocol/text';
import type { Words } from '../translations';
import { Icon } from './icons';
import { serverUrl } from '../server-url';
import { lazy } from './lazy';
import { Written } from './rich-text';
import { SafeLink } from './safe-link';

const longText = 1_500;

/** What an answer needs comes with the first one; until then its words stand there as they are. */
export const Formatted = lazy(() => import('../later/answer').then((part) => part.Formatted), Written);
export const AnswerFoot = lazy(() => import('../later/answer').then((part) => part.AnswerFoot));
const Failed = lazy(() => import('../later/failed').then((part) => part.Failed));

interface TextProps {
  text: string;
  words: Words;
  /** It was written by the AI, or by somebody of the team. */
  formatted?: Message['sender'] | false;
  /** What an answer goes on to say. */
  more?: string | undefined;
}

/** The text of a message; a very long one opens on demand. */
export class Text extends Component<TextProps, { open: boolean }> {
  override render({ text: short, words, formatted, more }: TextProps) {
    const Shown = formatted ? Formatted : Written;
    const text = more ? `${short.replace(/[ \n]?…$/, '')}\n\n${more}` : short;
    if (this.state.open || (!more && text.length <= longText)) return <Shown text={text} by={formatted} />;
    return (
      <>
        <Shown text={more ? short : shorten(text, longText / 2)} by={formatted} />
        <button class="link" type="button" onClick={() => this.setState({ open: true })}>
          {words.say('showAll')}
        </button>
      </>
    );
  }
}

export function Body({ message, words }: { message: Message; words: Words }) {
  const { text, more, mediaUrl, fileName = words.say('file') } = message.content;
  const href = hrefOf(mediaUrl);
  return (
    <>
      {text && (
        <Text {...{ text, words, more }} formatted={message.sender !== 'customer' && message.sender} />
      )}
      {href && message.type === 'audio' && (
        <audio controls preload="metadata" src={href} aria-label={fileName} />
      )}
      {href && message.type !== 'audio' && (
        <p>
          <SafeLink href={href}>
            {message.type === 'image' ? (
              <Picture content={message.content} name={fileName} />
            ) : (
              <Icon name="clip" />
            )}
            {message.type !== 'image' && <span>{fileName}</span>}
          </SafeLink>
        </p>
      )}
    </>
  );
}

/** Its room is kept before it is there; without numbers the style says nothing. */
function Picture({ content: { previewUrl, mediaUrl, width: w, height: h }, name }: PictureProps) {
  const style = `width:${w! / Math.max(1, h! / 200)}px;aspect-ratio:${w}/${h}`;
  return <img src={hrefOf(previewUrl ?? mediaUrl)} style={style} alt={name} />;
}

interface PictureProps {
  content: Message['content'];
  name: string;
}

const hrefOf = (url?: string) => (url ? safeHref(serverUrl(url.replace(/^\//, ''))) : undefined);

/** A message that is on its way, or was refused. */
export function PendingBubble({ item, chat, words }: { item: Pending; chat: Chat; words: Words }) {
  const { failed } = item;
  return (
    <div class="row mine pending">
      <div class={failed ? 'bubble failed' : 'bubble'}>
        <Text text={item.text} words={words} />
        {item.part !== undefined && !failed && <progress value={item.part} />}
      </div>
      {failed ? (
        <Failed key="failed" {...{ item, chat, words }} />
      ) : (
        <p key="sending" class="receipt">
          <Icon name="clock" />
          <span>{words.say('sending')}</span>
        </p>
      )}
    </div>
  );
}
