import { Button } from '@mantine/core';
import { useState } from 'react';
import { t } from '../i18n/translate';

interface Props {
  /** What goes, where its row does not say it to who hears the button alone: "/thanks". */
  name?: string;
  busy: boolean;
  size?: 'compact-sm' | 'sm';
  onDelete: () => void;
}

/** Pressed once it asks by its own word, pressed again it deletes. */
export function DeleteButton({ name, busy, size = 'compact-sm', onDelete }: Props) {
  const [sure, setSure] = useState(false);
  const word = sure ? t('Delete for good') : t('Delete');
  return (
    <Button
      size={size}
      variant={sure ? 'filled' : 'default'}
      color={sure ? 'red.8' : undefined}
      disabled={busy}
      aria-label={name === undefined ? undefined : `${word} ${name}`}
      onClick={() => (sure ? onDelete() : setSure(true))}
    >
      {word}
    </Button>
  );
}
