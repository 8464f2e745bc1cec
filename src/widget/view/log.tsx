import { Component, createRef } from 'preact';
import type { Message } from '../../protocol/model/message';
import type { Chat } from '../chat';
import type { State } from '../state';
import type { Thread } from '../thread';
import type { Words } from '../translations';
import { AnswerFoot, Body, PendingBubble } from './bubble';
import { Icon } from './icons';
import { RichText } from './rich-text';

interface Props {
  state: State;
  chat: Chat;
  words: Words;
}

const groupMs = 5 * 60_000;
/** This near to its end, the list follows what comes. */
const nearPx = 60;
const breathPx = 12;

/** The messages. It stays at its end unless the reader scrolled up; then a pill leads back. */
export class Log extends Component<Props, { following: boolean }> {
  override state = { following: true };
  private box = createRef<HTMLDivElement>();
  private observer = new ResizeObserver(() => this.follow());
  /** Messages drawn last, and those of them that were there when the reader left the end. */
  private count = 0;
  private seen = 0;
  /** Where the list was last. Above it, the reader has scrolled up and the browser has yet to say so. */
  private top = 0;

  override componentDidMount() {
    this.observer.observe(this.box.current!);
    this.follow();
  }

  override componentDidUpdate(before: Props) {
    if (before.state.pending.length < this.props.state.pending.length) this.setState({ following: true });
    this.follow();
  }

  override componentWillUnmount() {
    this.observer.disconnect();
  }

  /** To the end, or to the first line of a last message that is taller than the list; never back up. */
  private follow() {
    const box = this.box.current;
    const last = box?.lastElementChild;
    if (!(last instanceof HTMLElement) || !box || !this.state.following || box.scrollTop < this.top) return;
    const end = Math.min(box.scrollHeight, last.offsetTop - breathPx);
    if (end > box.scrollTop) box.scrollTo(0, end);
    this.top = box.scrollTop;
    this.seen = this.count;
  }

  override render({ state, chat, words }: Props, { following }: { following: boolean }) {
    const drafts = Object.values(state.drafts);
    this.count = state.threads.reduce((sum, thread) => sum + thread.messages.length, 0);
    return (
      <div class="scroll">
        <div
          class="log"
          ref={this.box}
          tabIndex={0}
          role="log"
          aria-label={words.say('log')}
          onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
            this.top = scrollTop;
            this.setState({ following: scrollHeight - scrollTop - clientHeight < nearPx });
          }}
        >
          {state.threads.map((thread, index) => (
            <ThreadView key={thread.sessionId} {...{ thread, state, chat, words }} first={index === 0} />
          ))}
          {state.pending.map((item) => (
            <PendingBubble key={item.clientMessageId} {...{ item, chat, words }} />
          ))}
          {drafts.map((text) => (
            <div class="row theirs opens" aria-hidden="true">
              <div class="bubble draft">
                <RichText text={text} />
              </div>
            </div>
          ))}
          {state.typing && drafts.length === 0 && <Dots name={state.typing.senderName} words={words} />}
        </div>
        {!following && this.count > this.seen && (
          <button class="pill" type="button" onClick={() => this.setState({ following: true })}>
            <Icon name="down" />
            {words.say('new', { n: this.count - this.seen })}
          </button>
        )}
      </div>
    );
  }
}

function ThreadView({ thread, state, chat, words, first }: Props & { thread: Thread; first: boolean }) {
  const isCurrent = thread.sessionId === state.session?.id;
  const shown = thread.messages.filter((message) => line(message, words) !== null);
  const lastMine = shown.findLast((message) => message.sender === 'customer');
  return (
    <>
      {!first && (
        <p class="divider" role="separator">
          <span>{words.say('newThread')}</span>
        </p>
      )}
      {shown.map((message, index) => {
        const before = shown[index - 1];
        const after = shown[index + 1];
        return (
          <div key={message.id}>
            {(!before || words.day(before.timestamp) !== words.day(message.timestamp)) && (
              <p class="day">{words.day(message.timestamp)}</p>
            )}
            {line(message, words) !== undefined ? (
              <p class="line">{line(message, words)}</p>
            ) : (
              <Row
                {...{ message, chat, words }}
                opens={!before || !sameGroup(before, message)}
                closes={!after || !sameGroup(message, after)}
                receipt={isCurrent && message === lastMine && state.pending.length === 0}
                asks={isCurrent && message.sender === 'ai'}
              />
            )}
          </div>
        );
      })}
    </>
  );
}

interface RowProps {
  message: Message;
  chat: Chat;
  words: Words;
  opens: boolean;
  closes: boolean;
  receipt: boolean;
  asks: boolean;
}

function Row({ message, chat, words, opens, closes, receipt, asks }: RowProps) {
  const mine = message.sender === 'customer';
  return (
    <div class={`row ${mine ? 'mine' : 'theirs'} ${opens ? 'opens' : ''}`}>
      {opens && !mine && (
        <p class={`name ${message.sender}`}>
          <Icon name={message.sender === 'ai' ? 'ai' : 'person'} />
          <bdi>
            {message.sender === 'ai' ? words.say('assistant') : (message.senderName ?? words.say('person'))}
          </bdi>
        </p>
      )}
      <div class="bubble" title={words.full(message.timestamp)}>
        <Body message={message} words={words} />
      </div>
      {asks && <AnswerFoot {...{ message, chat, words }} />}
      {(closes || receipt) && (
        <p class="receipt">
          <time dateTime={message.timestamp} title={words.full(message.timestamp)}>
            {words.time(message.timestamp)}
          </time>
          {receipt && (
            <>
              <Icon name="tick" />
              {words.say(message.isRead ? 'read' : 'sent')}
            </>
          )}
        </p>
      )}
    </div>
  );
}

function Dots({ name, words }: { name: string | undefined; words: Words }) {
  return (
    <div class="row theirs">
      <div
        class="bubble dots"
        aria-label={words.say('typing', { name: name ?? words.say('assistant') })}
        role="img"
      >
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}

function sameGroup(one: Message, next: Message): boolean {
  const near = Date.parse(next.timestamp) - Date.parse(one.timestamp) < groupMs;
  return (
    near &&
    one.sender === next.sender &&
    one.senderName === next.senderName &&
    isSpoken(one) &&
    isSpoken(next)
  );
}

function isSpoken({ type }: Message): boolean {
  return type !== 'system' && type !== 'handover';
}

/** What a small line says happened; null for what customers need not see, undefined for a message that somebody wrote. */
function line({ type, content }: Message, words: Words): string | null | undefined {
  if (type !== 'system' && type !== 'handover') return undefined;
  const name = content.data?.['agentName'];
  if (typeof name === 'string' && name !== '') return words.say('joined', { name });
  if (type === 'handover') return words.say('queued');
  switch (content.systemAction) {
    case 'claimed':
      return words.say('joined', { name: words.say('person') });
    case 'queued':
      return words.say('queued');
    case 'transferred':
    case 'agent_left':
      return words.say('left');
    case 'closed':
      return words.say('closedLine');
    case 'reopened':
      return words.say('reopened');
    default:
      return content.text ?? null;
  }
}
