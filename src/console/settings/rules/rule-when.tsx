import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { longestSilence, type RuleWhen } from '../../../protocol/automation-rules';
import { useAttributes } from '../../data/use-attributes';
import { AttributeChangeFields } from './rule-attribute';
import { amountOf, whenWords } from './rule-words';
import { t } from '../../i18n/translate';

interface Props {
  when: RuleWhen;
  /** By the server's names for the fields. */
  errors: Record<string, string>;
  onChange: (when: RuleWhen) => void;
}

const choices = Object.entries(whenWords).map(([value, label]) => ({
  value,
  label: t('When {label}', { label }),
}));

export function RuleWhenFields({ when, errors, onChange }: Props) {
  const [first] = useAttributes().data?.items ?? [];
  function choose(on: RuleWhen['on']) {
    if (on === 'customer_silent' || on === 'team_silent') onChange({ on, minutes: 1_440 });
    else if (on === 'attribute_changed') onChange({ on, attribute: first?.key ?? '' });
    else if (on === 'company_attribute_changed') onChange({ on, attribute: '' });
    else onChange({ on });
  }
  return (
    <div className="rule-row rule-when">
      <NativeSelect
        label={t('When')}
        className="grow"
        data={choices}
        error={errors['when']}
        value={when.on}
        onChange={({ currentTarget }) => choose(currentTarget.value as RuleWhen['on'])}
      />
      {'minutes' in when && (
        <Silence
          key={when.on}
          minutes={when.minutes}
          onChange={(minutes) => onChange({ ...when, minutes })}
        />
      )}
      {'attribute' in when && <AttributeChangeFields {...{ when, errors, onChange }} />}
      {when.on === 'label_added' && (
        <TextInput
          label={t('Which label')}
          placeholder={t('Any')}
          value={when.label ?? ''}
          onChange={({ currentTarget: { value } }) =>
            onChange({ on: 'label_added', ...(value && { label: value }) })
          }
        />
      )}
    </div>
  );
}

const units = [
  { value: '1', label: t('minutes') },
  { value: '60', label: t('hours') },
  { value: '1440', label: t('days') },
];

function Silence({ minutes, onChange }: { minutes: number; onChange: (minutes: number) => void }) {
  const [unit, setUnit] = useState<number>(amountOf(minutes).unit);
  return (
    <>
      <NumberInput
        label={t('How long')}
        w={96}
        min={1}
        max={Math.floor(longestSilence / unit)}
        allowDecimal={false}
        value={Math.max(1, Math.round(minutes / unit))}
        onChange={(value) => onChange(Math.max(1, Number(value) || 1) * unit)}
      />
      <NativeSelect
        label={t('Unit')}
        data={units}
        value={String(unit)}
        onChange={({ currentTarget }) => {
          const next = Number(currentTarget.value);
          setUnit(next);
          onChange(Math.min(longestSilence, Math.max(1, Math.round(minutes / unit)) * next));
        }}
      />
    </>
  );
}
