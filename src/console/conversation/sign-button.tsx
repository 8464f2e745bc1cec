import { ActionIcon } from '@mantine/core';
import type { RefObject } from 'react';
import type { Picker } from './picker/use-picker';
import type { Composing } from './use-composing';
import { t } from '../i18n/translate';

interface Props {
  composing: Pick<Composing, 'surface' | 'text' | 'write'>;
  picker: Picker;
  field: RefObject<HTMLTextAreaElement | null>;
}

/** Writes the sign that opens the list: on the keyboard of a phone it is hard to find. */
export function SignButton({ composing: { surface, text, write }, picker, field }: Props) {
  const [sign, label] =
    surface === 'note' ? ['@', t('Call a colleague')] : ['/', t('Canned replies and macros')];
  function open() {
    const next = /\S$/.test(text) ? `${text} ${sign}` : text + sign;
    write(next);
    picker.look(next.length);
    field.current?.focus();
  }
  return (
    <ActionIcon
      className="only-narrow"
      variant="subtle"
      color="gray"
      aria-label={label}
      // The field keeps the focus, and the keyboard stays.
      onMouseDown={(event) => event.preventDefault()}
      onClick={open}
    >
      <span translate="no" aria-hidden>
        {sign}
      </span>
    </ActionIcon>
  );
}
