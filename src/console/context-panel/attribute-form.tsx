import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { AttributeDeclaration, AttributeValue } from '../../protocol/customer-attributes';
import { typedOf, valueOf } from './attribute-words';
import { t } from '../i18n/translate';

interface Props {
  declaration: AttributeDeclaration;
  value: AttributeValue | undefined;
  trouble: string | undefined;
  onSave: (next: AttributeValue | null) => void;
  onCancel: () => void;
}

/** One attribute, by a field of its type: Enter saves, Escape leaves it as it was. */
export function AttributeForm({ declaration, value, trouble, onSave, onCancel }: Props) {
  const { label, type, choices = [], description } = declaration;
  const [typed, setTyped] = useState(() => typedOf(value));
  const common = {
    label,
    description,
    size: 'xs' as const,
    autoFocus: true,
    error: trouble,
    value: typed,
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => setTyped(currentTarget.value),
  };
  function save(event: FormEvent) {
    event.preventDefault();
    onSave(valueOf(declaration, typed));
  }
  const offered = type === 'boolean' ? yesNo : choices.map((choice) => ({ value: choice, label: choice }));
  return (
    <form
      className="attribute-form"
      noValidate
      onSubmit={save}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // The conversation stays open.
        event.stopPropagation();
        onCancel();
      }}
    >
      {type === 'boolean' || type === 'choice' ? (
        <NativeSelect {...common} data={[{ value: '', label: t('Not known') }, ...withOwn(offered, typed)]} />
      ) : (
        <TextInput
          {...common}
          type={type === 'date' ? 'date' : 'text'}
          inputMode={type === 'number' ? 'decimal' : undefined}
          maxLength={1_000}
        />
      )}
      <Button size="compact-sm" type="submit">
        {t('Save')}
      </Button>
      <Button size="compact-sm" variant="default" onClick={onCancel}>
        {t('Cancel')}
      </Button>
    </form>
  );
}

const yesNo = [
  { value: 'true', label: t('Yes') },
  { value: 'false', label: t('No') },
];

/** What is no choice any more is shown, not lost by looking at it. */
const withOwn = (offered: typeof yesNo, typed: string) =>
  typed === '' || offered.some(({ value }) => value === typed)
    ? offered
    : [...offered, { value: typed, label: t('{value} (no longer a choice)', { value: typed }) }];
