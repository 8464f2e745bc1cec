import { Component, createRef } from 'preact';
import type { Chat } from '../chat';
import type { State } from '../state';
import { isFromTeam } from '../thread';
import type { Words } from '../translations';
import { Formatted, PendingBubble } from './bubble';
import { Icon } from './icons';
import { Label } from './rich-text';
import { ThreadView } from './thread-view';

interface Props {
  state: State;
  chat: Chat;
  words: Words;
}

/** This near to its end, the list follows what comes. */
const nearPx = 60;
const breathPx = 12;

/** The messages. It stays at its end unless the reader scrolled up; then a pill leads back. */
export class Log extends Component<Props, { following: boolean }> {
  override state = { following: true };
  private box = createRef<HTMLDivElement>();
  private observer = new ResizeObserver(() => this.follow());
  /** The team's messages drawn last, and those of them that were there when the reader left the end. */
  private count = 0;
  private seen = 0;
  /** Where the list was last. Above it, the reader has scrolled up and the browser has yet to say so. */
  private top = 0;
  /** Of the list when it last followed: in one that shrank since, nobody has scrolled yet. */
  private height = 0;

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
    const box = this.box.current!;
    const last = box.lastElementChild;
    this.height = box.clientHeight;
    if (!(last instanceof HTMLElement) || !this.state.following || box.scrollTop < this.top) return;
    const end = Math.min(box.scrollHeight, last.offsetTop - breathPx);
    if (end > box.scrollTop) box.scrollTo(0, end);
    this.top = box.scrollTop;
    this.seen = this.count;
  }

  override render({ state, chat, words }: Props, { following }: { following: boolean }) {
    this.count = state.threads.reduce((sum, { messages }) => sum + messages.filter(isFromTeam).length, 0);
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
            if (clientHeight >= this.height)
              this.setState({ following: scrollHeight - scrollTop - clientHeight < nearPx });
          }}
        >
          {state.threads.map((thread, index) => (
            <ThreadView key={thread.sessionId} {...{ thread, state, chat, words }} first={index === 0} />
          ))}
          {state.pending.map((item) => (
            <PendingBubble key={item.clientMessageId} {...{ item, chat, words }} />
          ))}
          <Coming state={state} words={words} />
        </div>
        {!following && this.count > this.seen && (
          <button class="pill" type="button" onClick={() => this.setState({ following: true })}>
            <Icon name="down" />
            <Label>{words.say('new', { n: this.count - this.seen })}</Label>
          </button>
        )}
      </div>
    );
  }
}

/** What is being written. */
function Coming({ state, words }: { state: State; words: Words }) {
  const draft = state.drafts[state.session?.id ?? ''];
  if (!draft) return state.typing ? <Dots name={state.typing.senderName} words={words} /> : null;
  return (
    <div key={draft.draftId} class="row theirs opens" aria-hidden="true" translate={false}>
      <div class="bubble draft">
        <Formatted text={draft.text} />
      </div>
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
