import { Component, createRef } from 'preact';
import type { Chat } from '../chat';
import type { KeyValues } from '../outbox';
import type { Words } from '../translations';
import { isVisible } from '../../protocol/text';
import { maxText } from '../message-sender';
import { IconButton } from './icon-button';
import { lazy } from './lazy';

const Emoji = lazy(() => import('../later/emoji').then((part) => part.Emoji));
const Voice = lazy(() => import('../later/voice').then((part) => part.Voice));

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

interface Written {
  text: string;
  tool?: 'emoji' | 'voice' | undefined;
}

/** Enter sends, Shift+Enter breaks. */
export class Composer extends Component<Props, Written> {
  override state: Written = { text: this.props.storage.getItem(this.props.draftKey) ?? '' };
  private area = createRef<HTMLTextAreaElement>();

  override componentDidMount() {
    this.fit();
  }

  override componentDidUpdate() {
    this.fit();
  }

  private fit() {
    const area = this.area.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.max(area.scrollHeight + 2, 44)}px`;
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

  private tool(tool?: Written['tool']) {
    return () => this.setState({ tool });
  }

  private over(): number {
    return this.state.text.trim().length - maxText;
  }

  override render({ chat, words, live }: Props, { text, tool }: Written) {
    const over = this.over();
    if (tool === 'voice') return <Voice {...{ chat, words }} close={this.tool()} />;
    return (
      <form class="composer" onSubmit={(event) => this.submit(event)}>
        {tool && <Emoji {...{ words }} close={this.tool()} />}
        <IconButton name="clip" label={words.say('attach')} press={() => this.choose()} disabled={!live} />
        <IconButton
          name="smile"
          label={words.say('emoji')}
          press={this.tool(tool ? undefined : 'emoji')}
          expanded={!!tool}
        />
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
        {!text && canRecord ? (
          <IconButton name="mic" label={words.say('voice')} press={this.tool('voice')} disabled={!live} />
        ) : (
          <IconButton name="send" label={words.say('send')} disabled={over > 0 || !isVisible(text)} />
        )}
        {over > 0 && (
          <p class="over" role="alert">
            {words.say('tooLong', { n: over })}
          </p>
        )}
      </form>
    );
  }
}

/** On phones, where a keyboard has emoji, and where a page came over plain HTTP no microphone. */
const canRecord = matchMedia('(pointer: coarse)').matches && 'mediaDevices' in navigator;
