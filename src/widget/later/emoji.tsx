import { Component, createRef } from 'preact';
import { emojis } from '../../protocol/emojis';
import type { Words } from '../translations';
import { sayMore } from './more';

const columns = 8;

interface Props {
  words: Words;
  close: () => void;
}

/** Arrow keys move in it, Escape closes it and nothing else. */
export class Emoji extends Component<Props> {
  private box = createRef<HTMLDivElement>();

  override componentDidMount() {
    this.box.current!.querySelector('button')!.focus();
  }

  private get area(): HTMLTextAreaElement {
    return this.box.current!.closest('form')!.querySelector('textarea')!;
  }

  private insert(emoji: string) {
    const { area } = this;
    area.setRangeText(emoji, area.selectionStart, area.selectionEnd, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
    area.focus();
  }

  private move(event: KeyboardEvent) {
    const { key } = event;
    if (key === 'Escape') {
      event.stopPropagation();
      this.area.focus();
      this.props.close();
      return;
    }
    const isRtl = document.documentElement.dir === 'rtl';
    const step = {
      ArrowLeft: isRtl ? 1 : -1,
      ArrowRight: isRtl ? -1 : 1,
      ArrowUp: -columns,
      ArrowDown: columns,
    }[key];
    const buttons = [...this.box.current!.querySelectorAll('button')];
    const next = step && buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  override render({ words }: Props) {
    return (
      <div
        ref={this.box}
        class="emoji"
        role="group"
        aria-label={sayMore(words, 'emojiList')}
        onKeyDown={(event) => this.move(event)}
      >
        {emojis.map((emoji, index) => (
          <button type="button" tabIndex={index === 0 ? 0 : -1} onClick={() => this.insert(emoji)}>
            {emoji}
          </button>
        ))}
      </div>
    );
  }
}
