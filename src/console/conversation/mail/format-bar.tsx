// Marks around what is selected: a mail goes out with HTML in which that looks so, and a plain part without the marks.
import { UnstyledButton } from '@mantine/core';
import { flushSync } from 'react-dom';
import type { RefObject } from 'react';
import { t } from '../../words/words';

interface Props {
  field: RefObject<HTMLTextAreaElement | null>;
  write: (next: string) => void;
}

interface Marked {
  /** In the place of what was selected. */
  words: string;
  /** What of it is selected then: the part that is still to be written. */
  from: number;
  to: number;
}

export function bold(selected: string): Marked {
  const inner = selected || 'bold';
  return { words: `**${inner}**`, from: 2, to: 2 + inner.length };
}

export function italic(selected: string): Marked {
  const inner = selected || 'italic';
  return { words: `*${inner}*`, from: 1, to: 1 + inner.length };
}

export function link(selected: string): Marked {
  const address = 'https://';
  const label = selected || 'link';
  const from = label.length + 3;
  return { words: `[${label}](${address})`, from, to: from + address.length };
}

export function list(selected: string): Marked {
  const words = (selected || 'item')
    .split('\n')
    .map((line) => `- ${line}`)
    .join('\n');
  return { words, from: 2, to: words.length };
}

export default function FormatBar({ field, write }: Props) {
  function mark(how: (selected: string) => Marked) {
    const element = field.current;
    if (!element) return;
    const { value, selectionStart: start, selectionEnd: end } = element;
    const { words, from, to } = how(value.slice(start, end));
    // A list begins on a line of its own.
    const gap = how === list && start > 0 && value[start - 1] !== '\n' ? '\n' : '';
    flushSync(() => write(value.slice(0, start) + gap + words + value.slice(end)));
    element.focus();
    element.setSelectionRange(start + gap.length + from, start + gap.length + to);
  }
  return (
    <div className="format-bar" role="group" aria-label={t('Formatting')}>
      <UnstyledButton type="button" aria-label={t('Bold')} title={t('Bold')} onClick={() => mark(bold)}>
        <strong>{t('B')}</strong>
      </UnstyledButton>
      <UnstyledButton type="button" aria-label={t('Italic')} title={t('Italic')} onClick={() => mark(italic)}>
        <em>{t('I')}</em>
      </UnstyledButton>
      <UnstyledButton type="button" title={t('Link|noun')} onClick={() => mark(link)}>
        {t('Link|noun')}
      </UnstyledButton>
      <UnstyledButton type="button" title={t('List')} onClick={() => mark(list)}>
        {t('List')}
      </UnstyledButton>
    </div>
  );
}
