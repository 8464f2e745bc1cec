import { Component, createRef } from 'preact';
import type { Chat } from '../chat';
import type { KeyValues } from '../outbox';
import type { Words } from '../translations';
import { isVisible } from '../../protocol/text';
import { maxText } from '../message-sender';
import { Icon } from './icons';

interface Props {
  chat: Chat;
  words: Words;
  storage: KeyValues;
  /** Unsent text is kept here. */
  draftKey: string;
  /** Connected: files cannot wait for that, words can. */
  live: boolean;
}

/** An input method is at work: Safari says so by the key code alone at the Enter that ends a composition. */
export function isComposing({ isComposing, keyCode }: KeyboardEvent): boolean {
  return isComposing || keyCode === 229;
}

/** Enter sends, Shift+Enter breaks. */
export class Composer extends Component<Props, { text: string }> {
  override state = { text: this.props.storage.getItem(this.props.draftKey) ?? '' };
  private area = createRef<HTMLTextAreaElement>();

  override componentDidMount() {
    this.fit();
  }

  override componentDidUpdate() {
    this.fit();
  }

  private fit() {
    const { style, scrollHeight } = this.area.current!;
    style.height = 'auto';
    style.height = `${Math.max(scrollHeight === 0 ? 0 : this.area.current!.scrollHeight + 2, 44)}px`;
  }

  private write(text: string) {
    const { storage, draftKey } = this.props;
    this.setState({ text });
    if (text) storage.setItem(draftKey, text);
    else storage.removeItem(draftKey);
  }

  private submit(event: Event) {
    event.preventDefault();
    const { text } = this.state;
    if (this.over() > 0 || !isVisible(text)) return;
    this.props.chat.send(text);
    this.write('');
    this.area.current?.focus();
  }

  private choose() {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.onchange = () => this.props.chat.attach(input.files!);
    input.click();
  }

  private over(): number {
    return this.state.text.trim().length - maxText;
  }

  override render({ chat, words, live }: Props, { text }: { text: string }) {
    const over = this.over();
    return (
      <form class="composer" onSubmit={(event) => this.submit(event)}>
        <button
          class="attach"
          type="button"
          aria-label={words.say('attach')}
          title={words.say('attach')}
          disabled={!live}
          onClick={() => this.choose()}
        >
          <Icon name="clip" />
        </button>
        <textarea
          ref={this.area}
          rows={1}
          dir="auto"
          value={text}
          aria-label={words.say('placeholder')}
          placeholder={words.say('placeholder')}
          aria-invalid={over > 0}
          onInput={({ currentTarget }) => {
            this.write(currentTarget.value);
            chat.typing(true);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !isComposing(event)) this.submit(event);
          }}
        />
        <button
          class="send"
          type="submit"
          aria-label={words.say('send')}
          title={words.say('send')}
          disabled={over > 0 || !isVisible(text)}
        >
          <Icon name="send" />
        </button>
        {over > 0 && (
          <p class="over" role="alert">
            {words.say('tooLong', { n: over })}
          </p>
        )}
      </form>
    );
  }
}
