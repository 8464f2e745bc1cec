import { Component } from 'preact';
import type { Chat } from '../chat';
import { which, type State } from '../state';
import type { Words } from '../translations';
import { Label } from '../view/rich-text';
import { sayMore } from './more';

interface Props {
  state: State;
  chat: Chat;
  words: Words;
}

interface Asked {
  step?: 'busy' | 'address';
  text: string;
  sentTo?: string;
  failed?: 'emailWrong' | 'mailedOften' | 'mailNothing' | 'notDone';
}

/** A copy by mail: to the address that is known, else to one that is asked for. */
export class MailTranscript extends Component<Props, Asked> {
  override state: Asked = { text: '' };

  private async ask(email?: string) {
    const { chat, words, state } = this.props;
    this.setState({ step: 'busy' });
    const body = { language: words.locale.slice(0, 35), ...(email && { email }), ...which(state) };
    const ack = await chat.call<{ email: string }>('session:transcript', body);
    if (ack.ok) return this.setState({ sentTo: ack.email });
    const { code } = ack.error;
    const isAsked = code === 'invalid';
    const known = { rate_limited: 'mailedOften', conflict: 'mailNothing', invalid: email && 'emailWrong' };
    const failed = code in known ? known[code as keyof typeof known] : 'notDone';
    this.setState({ step: isAsked || email ? 'address' : undefined, failed: failed || undefined } as Asked);
  }

  override render({ state, words }: Props, { step, text, sentTo, failed }: Asked) {
    if (!state.channel?.transcripts || state.link !== 'live') return null;
    if (sentTo)
      return (
        <p role="status">
          <Label>{sayMore(words, 'mailed', { email: sentTo })}</Label>
        </p>
      );
    return (
      <>
        {step === 'address' ? (
          this.form(words, text)
        ) : (
          <button class="quiet" type="button" disabled={step === 'busy'} onClick={() => void this.ask()}>
            {sayMore(words, 'mailIt')}
          </button>
        )}
        {failed && (
          <p class="over" role="alert">
            {failed === 'notDone' ? words.say(failed) : sayMore(words, failed)}
          </p>
        )}
      </>
    );
  }

  private form(words: Words, text: string) {
    return (
      <form
        class="contact"
        onSubmit={(event) => {
          event.preventDefault();
          void this.ask(text.trim());
        }}
      >
        <label for="mail-to">{sayMore(words, 'mailAsk')}</label>
        <input
          id="mail-to"
          ref={(input) => input?.focus()}
          dir="auto"
          inputMode="email"
          autoComplete="email"
          value={text}
          maxLength={255}
          onInput={({ currentTarget }) => this.setState({ text: currentTarget.value })}
        />
        <button class="quiet" type="submit" disabled={text.trim() === ''}>
          {sayMore(words, 'sendComment')}
        </button>
      </form>
    );
  }
}
