import { Autocomplete, MultiSelect, NativeSelect, NumberInput, TagsInput } from '@mantine/core';
import type { RuleIf } from '../../../protocol/automation-rules';
import { useAttributes } from '../../data/use-attributes';
import { agentWords } from '../../macros/use-agents';
import { tierWords } from '../../text/tier-words';
import { RuleAdd } from './rule-add';
import { AttributeValueField } from './rule-attribute';
import { Remove } from '../../ui/moves';
import { hourWords, ifWords, sentimentWords, operatorWords, priorityWords, statusWords } from './rule-words';
import type { Named } from './use-names';
import { t } from '../../i18n/translate';

type Field = keyof RuleIf;

interface Props {
  wanted: RuleIf;
  named: Named;
  errors: Record<string, string>;
  onChange: (wanted: RuleIf) => void;
}

/** What a condition begins with. */
const first: { [Name in Field]: NonNullable<RuleIf[Name]> } = {
  textContains: [],
  status: [],
  channelType: [],
  channelId: [],
  label: [],
  withoutLabel: [],
  priority: [],
  agentId: [],
  teamId: [],
  language: [],
  sentiment: [],
  companyTier: [],
  hours: 'closed',
  score: { atMost: 2 },
  customer: [{ attribute: 'email', operator: 'contains', value: '' }],
};
const fields = Object.keys(first) as Field[];

export function RuleConditions({ wanted, named, errors, onChange }: Props) {
  const set = fields.filter((field) => wanted[field] !== undefined);
  const left = fields.filter((field) => wanted[field] === undefined);
  function remove(field: Field) {
    const { [field]: _gone, ...rest } = wanted;
    onChange(rest);
  }
  return (
    <fieldset className="rule-part">
      <legend>{t('If')}</legend>
      {set.length === 0 && <p className="quiet">{t('Always. Add a condition to be more particular.')}</p>}
      {set.map((field) => (
        <div className="rule-row" key={field}>
          <Condition
            field={field}
            wanted={wanted}
            named={named}
            error={errors[`if.${field}`]}
            onChange={onChange}
          />
          <Remove
            what={t('the condition “{name}”', { name: ifWords[field] })}
            onClick={() => remove(field)}
          />
        </div>
      ))}
      <RuleAdd
        label={t('Add a condition')}
        hint={t('Add a condition …')}
        choices={left.map((value) => ({ value, label: ifWords[value] }))}
        onAdd={(field) => onChange({ ...wanted, [field]: first[field] })}
      />
    </fieldset>
  );
}

type ConditionProps = Pick<Props, 'wanted' | 'named' | 'onChange'> & {
  field: Field;
  error: string | undefined;
};

const choices = (all: readonly string[], words: Readonly<Record<string, string>>) =>
  all.map((value) => ({ value, label: words[value] ?? value }));

function choicesOf(field: Field, named: Named): Array<{ value: string; label: string }> | undefined {
  const known: Partial<Record<Field, Array<{ value: string; label: string }>>> = {
    status: Object.entries(statusWords).map(([value, label]) => ({ value, label })),
    channelType: [
      { value: 'web', label: t('Web chat') },
      { value: 'whatsapp', label: t('WhatsApp') },
      { value: 'email', label: t('E-mail') },
    ],
    channelId: named.channels,
    agentId: named.agents.map((agent) => ({ value: agent.id, label: agentWords(agent) })),
    teamId: named.teams,
    priority: choices(['low', 'normal', 'high', 'urgent'], priorityWords),
    companyTier: Object.entries(tierWords).map(([value, label]) => ({ value, label })),
    sentiment: choices(['positive', 'neutral', 'negative'], sentimentWords),
  };
  return known[field];
}

function Condition({ field, wanted, named, error, onChange }: ConditionProps) {
  const common = { label: ifWords[field], className: 'grow', error };
  const change = (value: unknown) => onChange({ ...wanted, [field]: value });
  if (field === 'customer') return <CustomerTrait wanted={wanted} error={error} onChange={onChange} />;
  if (field === 'hours')
    return (
      <NativeSelect
        {...common}
        data={Object.entries(hourWords).map(([value, label]) => ({ value, label }))}
        value={wanted.hours}
        onChange={({ currentTarget }) => change(currentTarget.value)}
      />
    );
  if (field === 'score')
    return (
      <NumberInput
        {...common}
        min={1}
        max={5}
        value={wanted.score?.atMost ?? 5}
        onChange={(value) => change({ ...wanted.score, atMost: Number(value) || 1 })}
      />
    );
  const value = (wanted[field] ?? []) as string[];
  const choices = choicesOf(field, named);
  if (!choices)
    return <TagsInput {...common} placeholder={t('Enter adds one')} value={value} onChange={change} />;
  return <MultiSelect {...common} data={choices} value={value} onChange={change} />;
}

const onRecord = ['email', 'name', 'phone', 'externalId'];

function CustomerTrait({ wanted, error, onChange }: Pick<ConditionProps, 'wanted' | 'error' | 'onChange'>) {
  const [trait, ...others] = wanted.customer!;
  const declared = useAttributes().data?.items ?? [];
  const change = (given: Partial<typeof trait>) =>
    onChange({ ...wanted, customer: [{ ...trait!, ...given }, ...others] });
  return (
    <div className="rule-row grow">
      <Autocomplete
        label={t('The customer’s')}
        description={t('email, name, phone, externalId, or an attribute')}
        error={error}
        data={[...onRecord, ...declared.map(({ key }) => key)]}
        value={trait!.attribute}
        onChange={(attribute) => change({ attribute })}
      />
      <NativeSelect
        label={t('How')}
        data={[
          { value: 'contains', label: operatorWords.contains },
          { value: 'is', label: operatorWords.is },
        ]}
        value={trait!.operator}
        onChange={({ currentTarget }) => change({ operator: currentTarget.value as 'is' | 'contains' })}
      />
      <AttributeValueField
        label={t('What')}
        attribute={
          trait!.operator === 'is' ? declared.find(({ key }) => key === trait!.attribute) : undefined
        }
        value={trait!.value}
        onChange={(value) => change({ value })}
      />
    </div>
  );
}
