// A secret: masked once it is stored, then only replaced, never read.
import { Button, Group, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyButton } from '../ui/copy-button';
import { randomSecret } from './channels/config';
import { midSentence, t } from '../i18n/translate';

/** How much there is of it: the mask of a stored one, one to be stored, nothing. */
export type SecretState = 'kept' | 'fresh' | 'empty';

interface Props {
  label: string;
  describe(state: SecretState): ReactNode;
  /** The mask that the server shows of it; '' when there is none. */
  stored: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
  /** It is made here, and told to the other side; else it is made there, and pasted here. */
  generated?: boolean;
  /** The channel works without it. */
  optional?: boolean;
}

export function SecretField({ label, describe, stored, value, onChange, error, ...kind }: Props) {
  const state = stateOf(value, stored);
  return (
    <div>
      <TextInput
        label={label}
        description={describe(state)}
        autoComplete="off"
        spellCheck={false}
        readOnly={state === 'kept'}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
      />
      <Ways label={label} state={state} stored={stored} value={value} onChange={onChange} {...kind} />
    </div>
  );
}

function stateOf(value: string, stored: string): SecretState {
  if (value === '') return 'empty';
  return value === stored ? 'kept' : 'fresh';
}

type WaysProps = Pick<Props, 'label' | 'stored' | 'value' | 'onChange' | 'generated' | 'optional'> & {
  state: SecretState;
};

function Ways({ label, state, stored, value, onChange, generated = false, optional = false }: WaysProps) {
  const way = (word: string, next: () => string, what = word) => (
    <Button size="compact-sm" variant="default" aria-label={what} onClick={() => onChange(next())}>
      {word}
    </Button>
  );
  const replaces = !generated && state === 'kept';
  const keeps = stored !== '' && state !== 'kept' && !optional;
  const removes = optional && state !== 'empty';
  const copies = generated && state === 'fresh';
  if (!generated && !replaces && !keeps && !removes) return null;
  return (
    <Group gap={8} mt={8}>
      {generated && way(t('Generate a new one'), randomSecret)}
      {replaces && way(t('Replace'), () => '', t('Replace the {name}', { name: midSentence(label) }))}
      {copies && <CopyButton text={value} />}
      {keeps && way(t('Keep the stored one'), () => stored)}
      {removes && way(t('Remove'), () => '')}
    </Group>
  );
}
