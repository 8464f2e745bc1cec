import { ActionIcon, Popover } from '@mantine/core';
import { lazy, Suspense, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { useOffer } from '../shell/use-offer';
import { t } from '../i18n/translate';

const EmojiChoice = lazy(() => import('./emoji-choice'));

interface Props {
  write: (next: string) => void;
  field: RefObject<HTMLTextAreaElement | null>;
}

/** Puts an emoji where the cursor is. */
export function EmojiButton({ write, field }: Props) {
  const [open, setOpen] = useState(false);
  useOffer('emoji', () => setOpen(true));
  function close() {
    setOpen(false);
    field.current?.focus();
  }
  function choose(emoji: string) {
    const area = field.current;
    if (!area || area.readOnly) return close();
    const { value, selectionStart: start, selectionEnd: end } = area;
    flushSync(() => write(value.slice(0, start) + emoji + value.slice(end)));
    close();
    area.setSelectionRange(start + emoji.length, start + emoji.length);
  }
  return (
    <Popover opened={open} onChange={setOpen} position="top-start" shadow="md">
      <Popover.Target>
        <ActionIcon
          className="emoji-open"
          variant="subtle"
          color="gray"
          aria-label={t('Emoji')}
          title={t('Emoji')}
          onClick={() => setOpen(!open)}
        >
          <span translate="no" aria-hidden>
            ☺
          </span>
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <Suspense fallback={<p className="quiet">&nbsp;</p>}>
          <EmojiChoice onChoose={choose} onClose={close} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
