import type { Message } from '../../protocol/model/message';
import type { Chat } from '../chat';
import type { State } from '../state';
import type { Thread } from '../thread';
import type { Words } from '../translations';
import { AnswerFoot, Body } from './bubble';
import { Face } from './face';
import { Icon } from './icons';
import { lazy } from './lazy';
import { Label } from './rich-text';
import { isSpoken, shownOf } from './shown';

interface Props {
  thread: Thread;
  state: State;
  chat: Chat;
  words: Words;
  /** No other conversation stands above it. */
  first: boolean;
}

const SystemLine = lazy(
  () => import('../later/system-line').then((part) => part.SystemLine),
  () => <p class="line">&nbsp;</p>,
);

const Reactions = lazy(() => import('../later/reactions').then((part) => part.Reactions));

const groupMs = 5 * 60_000;

/** One conversation's messages, with what happened between them. */
export function ThreadView({ thread, state, chat, words, first }: Props) {
  const isCurrent = thread.sessionId === state.session?.id;
  const shown = shownOf(thread.messages);
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
              <p class="day">
                <Label>{words.day(message.timestamp)}</Label>
              </p>
            )}
            {!isSpoken(message) ? (
              <SystemLine {...{ message, words }} />
            ) : (
              <Row
                {...{ message, chat, words }}
                messages={thread.messages}
                organization={state.channel?.name}
                opens={!before || !sameGroup(before, message)}
                closes={!after || !sameGroup(message, after)}
                receipt={isCurrent && message === lastMine && state.pending.length === 0}
                isOpen={isCurrent && !state.blocked}
                offers={state.session?.status === 'active'}
                isLast={!after && state.pending.length === 0}
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
  messages: readonly Message[];
  chat: Chat;
  words: Words;
  organization: string | undefined;
  opens: boolean;
  closes: boolean;
  receipt: boolean;
  /** The customer may do something about it. */
  isOpen: boolean;
  offers: boolean;
  isLast: boolean;
}

function Row({ message, chat, words, organization, opens, closes, receipt, ...rest }: RowProps) {
  const { messages, isOpen, offers, isLast } = rest;
  const mine = message.sender === 'customer';
  const name = speaker(message, words, organization);
  return (
    <div class={`row ${mine ? 'mine' : 'theirs'} ${opens ? 'opens' : ''}`}>
      {opens && !mine && (
        <p class={`name ${message.sender}`}>
          {message.sender === 'agent' ? (
            <Face name={name} id={message.senderId} url={message.senderPictureUrl} />
          ) : (
            <Icon name={icons[message.sender]} />
          )}
          <bdi>{name}</bdi>
        </p>
      )}
      <div class="bubble" title={words.full(message.timestamp)}>
        <Body message={message} words={words} />
      </div>
      <Reactions {...{ message, messages, chat, words, isOpen }} />
      {isOpen && message.sender === 'ai' && <AnswerFoot {...{ message, chat, words, offers, isLast }} />}
      {(closes || receipt) && (
        <p class="receipt">
          <time dateTime={message.timestamp} title={words.full(message.timestamp)}>
            {words.time(message.timestamp)}
          </time>
          {receipt && <Icon name="tick" />}
          {receipt && <Label>{words.say(message.isRead ? 'read' : 'sent')}</Label>}
        </p>
      )}
    </div>
  );
}

/** What a rule wrote is from the organization, not from a person. */
const icons = { customer: 'person', ai: 'ai', system: 'speech' } as const;

export function speaker(
  { sender, senderName }: Message,
  words: Words,
  organization = words.say('title'),
): string {
  if (sender === 'ai') return words.say('assistant');
  return senderName ?? (sender === 'system' ? organization : words.say('person'));
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
