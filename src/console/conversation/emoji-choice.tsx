import { useEffect, useRef, type KeyboardEvent } from 'react';
import { emojis } from '../../protocol/emojis';
import '../styles/emoji.css';
import { t } from '../i18n/translate';

const columns = 8;

interface Props {
  onChoose: (emoji: string) => void;
  onClose: () => void;
}

/** Arrow keys move in it, Escape closes it and nothing else. */
export default function EmojiChoice({ onChoose, onClose }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector('button')?.focus(), []);

  function keys(event: KeyboardEvent<HTMLDivElement>) {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      return onClose();
    }
    const forward = document.documentElement.dir === 'rtl' ? -1 : 1;
    const steps: Record<string, number> = {
      ArrowLeft: -forward,
      ArrowRight: forward,
      ArrowUp: -columns,
      ArrowDown: columns,
    };
    const step = steps[event.key];
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const next = step && buttons[buttons.findIndex((one) => one === document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
  return (
    <div ref={box} className="emoji-choice" role="group" aria-label={t('Choose an emoji')} onKeyDown={keys}>
      {emojis.map((emoji, index) => (
        <button key={emoji} type="button" tabIndex={index === 0 ? 0 : -1} onClick={() => onChoose(emoji)}>
          {emoji}
        </button>
      ))}
    </div>
  );
}
