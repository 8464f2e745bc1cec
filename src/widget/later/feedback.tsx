import { Component } from 'preact';
import type { Message } from '../../protocol/model/message';
import type { Chat } from '../chat';
import { messageChanged } from '../state';
import type { Words } from '../translations';
import { Drawing } from '../view/icons';
import { Label } from '../view/rich-text';
import { sayMore } from './more';

const up = 'M7 11v9H4v-9zM7 11l4-8c2 0 3 1 2 4v2h6l-2 11H7';
const down = 'M17 13V4h3v9zM17 13l-4 8c-2 0-3-1-2-4v-2H5L7 4h10';

interface Props {
  message: Message;
  chat: Chat;
  words: Words;
}

interface Asked {
  /** `why`: the three reasons are shown; `words`: what it was else. */
  step?: 'why' | 'words' | undefined;
  text: string;
}

/** Whether an answer helped; where it did not, why: nobody has to say it. */
export class Feedback extends Component<Props, Asked> {
  override state: Asked = { text: '' };

  private give(helpful: boolean, why?: { reason?: string; comment?: string }) {
    const { chat, message } = this.props;
    const { id, seq, sessionId, metadata } = message;
    const mark = (value: boolean | undefined) =>
      chat.update((state) => messageChanged(state, { id, metadata: { helpful: value } }));
    mark(helpful);
    void chat
      .act('message:feedback', { seq, sessionId, helpful, ...why })
      .then((done) => done || mark(metadata.helpful));
  }

  private press(helpful: boolean) {
    this.give(helpful);
    this.setState({ step: helpful ? undefined : 'why' });
  }

  private explain(why: { reason?: 'wrong' | 'off_topic'; comment?: string }) {
    this.give(false, why);
    this.setState({ step: undefined });
  }

  override render({ message, words }: Props, { step, text }: Asked) {
    const { helpful } = message.metadata;
    return (
      <>
        <div class="helpful" role="group" aria-label={sayMore(words, 'helpful')}>
          <Label>{sayMore(words, helpful === undefined ? 'helpful' : 'thanks')}</Label>
          {[true, false].map((value) => (
            <button
              class="plain"
              type="button"
              aria-pressed={helpful === value}
              aria-label={sayMore(words, value ? 'yes' : 'no')}
              title={sayMore(words, value ? 'yes' : 'no')}
              onClick={() => this.press(value)}
            >
              <Drawing path={value ? up : down} />
            </button>
          ))}
        </div>
        {step && helpful === false && (
          <div class="why" role="group" aria-label={sayMore(words, 'why')}>
            {step === 'why' ? this.reasons(words) : this.comment(words, text)}
          </div>
        )}
      </>
    );
  }

  private reasons(words: Words) {
    return (
      <>
        <p>{sayMore(words, 'why')}</p>
        <button class="quiet" type="button" onClick={() => this.explain({ reason: 'wrong' })}>
          {sayMore(words, 'wrong')}
        </button>
        <button class="quiet" type="button" onClick={() => this.explain({ reason: 'off_topic' })}>
          {sayMore(words, 'unanswered')}
        </button>
        <button class="quiet" type="button" onClick={() => this.setState({ step: 'words' })}>
          {sayMore(words, 'other')}
        </button>
      </>
    );
  }

  private comment(words: Words, text: string) {
    return (
      <form
        class="comment"
        onSubmit={(event) => {
          event.preventDefault();
          this.explain({ comment: text.trim() });
        }}
      >
        <input
          ref={(input) => input?.focus()}
          value={text}
          maxLength={1000}
          dir="auto"
          aria-label={sayMore(words, 'whyOther')}
          placeholder={sayMore(words, 'whyOther')}
          onInput={({ currentTarget }) => this.setState({ text: currentTarget.value })}
        />
        <button class="quiet" type="submit" disabled={text.trim() === ''}>
          {sayMore(words, 'sendComment')}
        </button>
      </form>
    );
  }
}
