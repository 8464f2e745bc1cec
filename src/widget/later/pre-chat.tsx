import { Component } from 'preact';
import type { Chat } from '../chat';
import type { KeyValues } from '../outbox';
import type { Words } from '../translations';
import { leaveContact } from './leave-contact';
import { sayMore } from './more';

interface Props {
  fields: readonly ('name' | 'email' | 'phone')[];
  chat: Chat;
  words: Words;
  storage: KeyValues;
  /** That it was filled in is remembered under it. */
  askedKey: string;
}

interface Given {
  name?: string;
  email?: string;
  phone?: string;
  failed?: 'contactWrong' | 'notDone' | undefined;
}

const inputs = {
  name: { type: 'text', autoComplete: 'name', maxLength: 100 },
  email: { type: 'email', autoComplete: 'email', maxLength: 255 },
  phone: { type: 'tel', autoComplete: 'tel', maxLength: 49 },
} as const;

/** Before the first word, where the organization asks who writes. */
export class PreChat extends Component<Props, Given> {
  override state: Given = {};

  private async leave(event: Event) {
    event.preventDefault();
    const { fields, chat, storage, askedKey } = this.props;
    const given = Object.fromEntries(fields.map((field) => [field, (this.state[field] ?? '').trim()]));
    const outcome = await leaveContact(chat, given);
    if (outcome === 'done') storage.setItem(askedKey, 'done');
    else this.setState({ failed: outcome });
  }

  override render({ fields, words }: Props, { failed, ...given }: Given) {
    return (
      <form class="pre-chat" onSubmit={(event) => void this.leave(event)}>
        <p>{sayMore(words, 'preChat')}</p>
        {fields.map((field) => (
          <label>
            <span>{sayMore(words, field)}</span>
            <input
              {...inputs[field]}
              dir="auto"
              required
              value={given[field] ?? ''}
              onInput={({ currentTarget }) => this.setState({ [field]: currentTarget.value })}
            />
          </label>
        ))}
        {failed && (
          <p class="bad" role="alert">
            {failed === 'notDone' ? words.say(failed) : sayMore(words, 'preChatWrong')}
          </p>
        )}
        <button class="primary" type="submit">
          {sayMore(words, 'begin')}
        </button>
      </form>
    );
  }
}
