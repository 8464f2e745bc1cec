// Asks why before something is left out: nothing is done without a reason, and Escape goes back.
import { Button, TextInput, type TextInputProps } from '@mantine/core';
import { useState, type FormEvent, type KeyboardEvent } from 'react';
import '../styles/say-why.css';
import { t } from '../i18n/translate';

interface Props extends Pick<TextInputProps, 'label' | 'description' | 'aria-description'> {
  /** What the button says. */
  action: string;
  busy: boolean;
  /** Trimmed, and not empty. */
  onSay: (reason: string) => void;
  onCancel: () => void;
}

export function SayWhy({ action, busy, onSay, onCancel, ...field }: Props) {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (reason.trim()) onSay(reason.trim());
    else setMissing(true);
  }
  function leave(event: KeyboardEvent) {
    if (event.key !== 'Escape') return;
    // The conversation stays open.
    event.stopPropagation();
    onCancel();
  }
  return (
    <form className="say-why" noValidate onSubmit={submit} onKeyDown={leave}>
      <TextInput
        {...field}
        size="xs"
        autoFocus
        maxLength={500}
        error={missing && !reason.trim() ? t('Say why in a few words.') : undefined}
        value={reason}
        onChange={({ currentTarget: { value } }) => setReason(value)}
      />
      <Button size="compact-sm" type="submit" loading={busy}>
        {action}
      </Button>
      <Button size="compact-sm" variant="default" onClick={onCancel}>
        {t('Cancel')}
      </Button>
    </form>
  );
}
