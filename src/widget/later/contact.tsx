import { Component } from 'preact';
import type { Chat } from '../chat';
import type { KeyValues } from '../outbox';
import type { Words } from '../translations';
import { leaveContact } from './leave-contact';
import { sayMore } from './more';

interface Props {
  chat: Chat;
  words: Words;
  storage: KeyValues;
  /** What was left is remembered under it: nobody is asked twice. */
  contactKey: string;
}

interface Left {
  text: string;
  failed?: 'contactWrong' | 'notDone';
}

/** Where nobody is there: an address or a number, asked for once. */
export class Contact extends Component<Props, Left> {
  override state: Left = { text: '' };

  private async leave(event: Event) {
    event.preventDefault();
    const { chat, storage, contactKey } = this.props;
    const text = this.state.text.trim();
    const outcome = await leaveContact(chat, text.includes('@') ? { email: text } : { phone: text });
    if (outcome === 'done') storage.setItem(contactKey, text);
    this.setState({ failed: outcome === 'done' ? undefined : outcome } as Left);
  }

  override render({ words, storage, contactKey }: Props, { text, failed }: Left) {
    const contact = storage.getItem(contactKey);
    if (contact)
      return (
        <p>
          <span>{sayMore(words, 'contactKept', { contact })}</span>
        </p>
      );
    return (
      <form class="contact" onSubmit={(event) => void this.leave(event)}>
        <label for="contact">{sayMore(words, 'contactAsk')}</label>
        <input
          id="contact"
          dir="auto"
          autoComplete="email"
          value={text}
          maxLength={255}
          placeholder={sayMore(words, 'contactLabel')}
          aria-invalid={failed !== undefined}
          onInput={({ currentTarget }) => this.setState({ text: currentTarget.value })}
        />
        <button class="quiet" type="submit" disabled={text.trim() === ''}>
          {sayMore(words, 'contactSave')}
        </button>
        {failed && (
          <p class="over" role="alert">
            {failed === 'notDone' ? words.say(failed) : sayMore(words, failed)}
          </p>
        )}
      </form>
    );
  }
}
