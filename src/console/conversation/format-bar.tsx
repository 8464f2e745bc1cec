// Marks around what is selected, as the conversation's channel has them: on the web and by mail ours, on WhatsApp its own.
import { UnstyledButton } from '@mantine/core';
import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import '../styles/mail.css';
import { t } from '../i18n/translate';

/** `mail` goes out as HTML, with a plain part without the marks. */
export type MarksOf = 'mail' | 'web' | 'whatsapp';

interface Props {
  field: RefObject<HTMLTextAreaElement | null>;
  write: (next: string) => void;
  marks: MarksOf;
}

interface Marked {
  /** In the place of what was selected. */
  words: string;
  /** What of it is selected then: the part that is still to be written. */
  from: number;
  to: number;
}

const around = (sign: string, usual: string) => (selected: string) => {
  const inner = selected || usual;
  return { words: sign + inner + sign, from: sign.length, to: sign.length + inner.length };
};

function link(selected: string): Marked {
  const address = 'https://';
  const label = selected || 'link';
  const from = label.length + 3;
  return { words: `[${label}](${address})`, from, to: from + address.length };
}

function list(selected: string): Marked {
  const words = (selected || 'item')
    .split('\n')
    .map((line) => `- ${line}`)
    .join('\n');
  return { words, from: 2, to: words.length };
}

interface Mark {
  name: string;
  shown: ReactNode;
  how: (selected: string) => Marked;
  /** With Ctrl, or ⌘. */
  key?: string;
}

const bold = (sign: string): Mark => ({
  name: t('Bold'),
  shown: <strong>{t('B')}</strong>,
  how: around(sign, 'bold'),
  key: 'b',
});
const italic = (sign: string): Mark => ({
  name: t('Italic'),
  shown: <em>{t('I')}</em>,
  how: around(sign, 'italic'),
  key: 'i',
});
const code: Mark = { name: t('Code'), shown: <code>{'<>'}</code>, how: around('`', 'code') };
const strike: Mark = { name: t('Strikethrough'), shown: <s>{t('S')}</s>, how: around('~', 'text') };
const linked: Mark = { name: t('Link|noun'), shown: t('Link|noun'), how: link };
const listed: Mark = { name: t('List'), shown: t('List'), how: list };

const all: Record<MarksOf, readonly Mark[]> = {
  mail: [bold('**'), italic('*'), linked, listed],
  web: [bold('**'), italic('*'), linked, listed, code],
  // An address alone is a link there, and has no label.
  whatsapp: [bold('*'), italic('_'), strike, listed, code],
};

export default function FormatBar({ field, write, marks }: Props) {
  function mark(how: Mark['how']) {
    const element = field.current;
    if (!element || element.readOnly) return;
    const { value, selectionStart: start, selectionEnd: end } = element;
    const { words, from, to } = how(value.slice(start, end));
    // A list begins on a line of its own.
    const gap = how === list && start > 0 && value[start - 1] !== '\n' ? '\n' : '';
    flushSync(() => write(value.slice(0, start) + gap + words + value.slice(end)));
    element.focus();
    element.setSelectionRange(start + gap.length + from, start + gap.length + to);
  }
  useMarkKeys(field, (key) => {
    const pressed = all[marks].find((one) => one.key === key);
    if (pressed) mark(pressed.how);
    return pressed !== undefined;
  });
  return (
    <div className="format-bar" role="group" aria-label={t('Formatting')}>
      {all[marks].map(({ name, shown, how }) => (
        <UnstyledButton key={name} type="button" aria-label={name} title={name} onClick={() => mark(how)}>
          {shown}
        </UnstyledButton>
      ))}
    </div>
  );
}

/** @param press false: the key means nothing here */
function useMarkKeys(field: Props['field'], press: (key: string) => boolean): void {
  const latest = useRef(press);
  latest.current = press;
  useEffect(() => {
    const element = field.current;
    const keys = (event: KeyboardEvent) => {
      const isAlone = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (isAlone && latest.current(event.key.toLowerCase())) event.preventDefault();
    };
    element?.addEventListener('keydown', keys);
    return () => element?.removeEventListener('keydown', keys);
  }, [field]);
}
