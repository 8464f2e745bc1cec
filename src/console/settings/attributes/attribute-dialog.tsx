import { NativeSelect, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { attributeTypes, type AttributeDeclaration } from '../../../protocol/customer-attributes';
import { FormDialog, useSaving } from '../../ui/form';
import { keyOf, typeNames } from './type-words';
import { t } from '../../i18n/translate';

interface Props {
  attribute: AttributeDeclaration | undefined;
  all: readonly AttributeDeclaration[];
  write: (next: AttributeDeclaration[]) => Promise<void>;
  onClose: () => void;
}

const fields = ['key', 'label', 'type', 'description', 'choices'];

export function AttributeDialog({ attribute, all, write, onClose }: Props) {
  const [next, setNext] = useState<AttributeDeclaration>(
    () => attribute ?? { key: '', label: '', type: 'text' },
  );
  const [ownKey, setOwnKey] = useState(false);
  const at = attribute ? all.indexOf(attribute) : all.length;
  const shown = fields.map((name) => `items.${at}.${name}`);
  const save = useSaving('customer-attributes', shown, onClose);
  const error = (name: string) => save.errors.fields[`items.${at}.${name}`];
  const set = (change: Partial<AttributeDeclaration>) => setNext((now) => ({ ...now, ...change }));
  const written = () =>
    attribute ? all.map((one) => (one === attribute ? sent(next) : one)) : [...all, sent(next)];
  return (
    <FormDialog
      title={attribute ? t('Change {name}', { name: attribute.label }) : t('New attribute')}
      save={save}
      onSave={() => write(written())}
      onClose={onClose}
    >
      <TextInput
        label={t('Name')}
        data-autofocus
        value={next.label}
        error={error('label')}
        onChange={({ currentTarget: { value } }) =>
          set({ label: value, ...(!attribute && !ownKey && { key: keyOf(value) }) })
        }
      />
      <KeyField
        value={next.key}
        stays={attribute !== undefined}
        error={error('key')}
        onChange={(key) => {
          setOwnKey(true);
          set({ key });
        }}
      />
      <TypeFields attribute={next} error={error} onChange={set} />
      <TextInput
        label={t('Description')}
        description={t('Below the field, for agents. May be empty.')}
        value={next.description ?? ''}
        error={error('description')}
        onChange={({ currentTarget: { value } }) => set({ description: value })}
      />
      {attribute && next.type !== attribute.type && (
        <p className="quiet" role="status">
          {t('What customers have already stays as it is until somebody changes it.')}
        </p>
      )}
    </FormDialog>
  );
}

interface TypeProps {
  attribute: AttributeDeclaration;
  error: (name: string) => string | undefined;
  onChange: (change: Partial<AttributeDeclaration>) => void;
}

function TypeFields({ attribute, error, onChange }: TypeProps) {
  return (
    <>
      <NativeSelect
        label={t('Type')}
        data={attributeTypes.map((value) => ({ value, label: typeNames[value] }))}
        value={attribute.type}
        error={error('type')}
        onChange={({ currentTarget: { value } }) => onChange({ type: value as AttributeDeclaration['type'] })}
      />
      {attribute.type === 'choice' && (
        <TagsInput
          label={t('Choices')}
          description={t('Enter adds one.')}
          value={attribute.choices ?? []}
          error={error('choices')}
          onChange={(choices) => onChange({ choices })}
        />
      )}
    </>
  );
}

interface KeyProps {
  value: string;
  stays: boolean;
  error: string | undefined;
  onChange: (key: string) => void;
}

function KeyField({ value, stays, error, onChange }: KeyProps) {
  return (
    <TextInput
      label={t('Key')}
      description={
        stays
          ? t('What programs, rules and replies call it: it stays.')
          : t('What programs, rules and replies call it.')
      }
      disabled={stays}
      value={value}
      error={error}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

function sent({ choices = [], description, ...rest }: AttributeDeclaration): AttributeDeclaration {
  return {
    ...rest,
    ...(description?.trim() && { description }),
    ...(rest.type === 'choice' && { choices }),
  };
}
