// Emojis at messages, each a line of the log: what stands there now, and a choice of them at what was said to the customer.
import { Component, createRef } from 'preact';
import type { Message } from '../../protocol/model/message';
import { offeredReactions } from '../../protocol/reactions';
import type { Chat } from '../chat';
import { newId } from '../outbox';
import type { Words } from '../translations';
import { Icon } from '../view/icons';
import { sayMore } from './more';

interface Props {
  message: Message;
  /** Of its conversation: the reactions are among them. */
  messages: readonly Message[];
  chat: Chat;
  words: Words;
  /** Something may still be said in it. */
  isOpen: boolean;
}

/** As phones take a press for a long one; a scroll has begun by then. */
const longPressMs = 400;

/** Found under the pointer, by the keyboard, and by a long press on the message. */
export class Reactions extends Component<Props, { choosing: boolean }> {
  override state = { choosing: false };
  private box = createRef<HTMLDivElement>();
  private pressed: ReturnType<typeof setTimeout> | undefined;

  override componentDidMount() {
    const bubble = this.box.current?.previousElementSibling;
    bubble?.addEventListener('pointerdown', (event) => this.press(event as PointerEvent));
    for (const end of ['pointerup', 'pointercancel', 'pointerleave'])
      bubble?.addEventListener(end, () => clearTimeout(this.pressed));
  }

  override componentDidUpdate(_: Props, before: { choosing: boolean }) {
    if (this.state.choosing && !before.choosing)
      this.box.current!.lastElementChild!.scrollIntoView({ block: 'nearest' });
  }

  override componentWillUnmount() {
    clearTimeout(this.pressed);
  }

  private press({ pointerType }: PointerEvent) {
    clearTimeout(this.pressed);
    if (pointerType === 'mouse' || !this.mayReact()) return;
    this.pressed = setTimeout(() => this.setState({ choosing: true }), longPressMs);
  }

  private mayReact(): boolean {
    return this.props.isOpen && this.props.message.sender !== 'customer';
  }

  private given(): Given {
    const { messages, message } = this.props;
    return reactionsIn(messages).get(message.seq) ?? {};
  }

  /** It closes the choice alone, not the panel. */
  private escape(event: KeyboardEvent) {
    if (event.key !== 'Escape' || !this.state.choosing) return;
    event.stopPropagation();
    this.end();
  }

  private end() {
    this.setState({ choosing: false });
    this.box.current!.querySelector('button')!.focus();
  }

  private choose(emoji: string) {
    const { chat, message } = this.props;
    const { seq, sessionId } = message;
    const isTakenBack = emoji === this.given().customer;
    this.end();
    void chat.act('message:react', {
      clientMessageId: newId(),
      seq,
      sessionId,
      ...(!isTakenBack && { emoji }),
    });
  }

  override render({ words }: Props, { choosing }: { choosing: boolean }) {
    const { customer: own, team } = this.given();
    const mayReact = this.mayReact();
    const label = own ? sayMore(words, 'reacted', { emoji: own }) : sayMore(words, 'react');
    return (
      <div class="reactions" ref={this.box} onKeyDown={(event) => this.escape(event)}>
        {team && (
          <span class="reaction" role="img" aria-label={sayMore(words, 'teamReacted', { emoji: team })}>
            {team}
          </span>
        )}
        {own && !mayReact && (
          <span class="reaction" role="img" aria-label={label}>
            {own}
          </span>
        )}
        {mayReact && (
          <button
            class={own ? 'reacted' : 'react'}
            type="button"
            aria-label={label}
            title={label}
            aria-expanded={choosing}
            onClick={() => this.setState({ choosing: !choosing })}
          >
            {own ? <span class="reaction">{own}</span> : <Icon name="smile" />}
          </button>
        )}
        {mayReact && choosing && this.choice(words, own)}
      </div>
    );
  }

  private choice(words: Words, own: string | undefined) {
    return (
      <div class="reaction-choice" role="group" aria-label={sayMore(words, 'reactions')} aria-live="off">
        {offeredReactions.map((emoji) => (
          <button
            type="button"
            aria-pressed={emoji === own}
            aria-label={sayMore(words, emoji === own ? 'takeBack' : 'reactWith', { emoji })}
            onClick={() => this.choose(emoji)}
          >
            {emoji}
          </button>
        ))}
      </div>
    );
  }
}

/** The newest of each side; unset where it was taken back. */
interface Given {
  customer?: string;
  team?: string;
}

/** Every message of a conversation asks for the same. */
const known = new WeakMap<readonly Message[], Map<number, Given>>();

/** By the number of the message that they are at: one that has yet to come finds them there. */
function reactionsIn(messages: readonly Message[]): Map<number, Given> {
  const found = known.get(messages) ?? new Map<number, Given>();
  if (known.has(messages)) return found;
  known.set(messages, found);
  for (const { content } of messages) {
    if (content.systemAction !== 'reacted') continue;
    const { seq, by, emoji } = content.data as { seq: number; by: string; emoji?: string };
    found.set(seq, { ...found.get(seq), [by === 'customer' ? 'customer' : 'team']: emoji });
  }
  return found;
}
