// An attribute of customers, or of companies, in a rule: which one, and what it is, by its type.
import { NativeSelect, TextInput } from '@mantine/core';
import { useState, type ChangeEvent } from 'react';
import type { RuleAction, RuleWhen } from '../../../protocol/automation-rules';
import type { AttributeDeclaration } from '../../../protocol/customer-attributes';
import { typedOf, valueOf } from '../../context-panel/attribute-words';
import { useAttributes } from '../../data/use-attributes';
import { typeNames } from '../attributes/type-words';
import { t } from '../../i18n/translate';

interface ValueProps {
  label: string;
  error?: string | undefined;
  /** Declared, and asked for as a whole: absent, any words. */
  attribute: Pick<AttributeDeclaration, 'type' | 'choices'> | undefined;
  /** Nothing is a value, too. */
  allowsNothing?: boolean;
  value: string;
  onChange: (value: string) => void;
}

/** By the type of the attribute, so that nothing is looked for that no customer can have. */
export function AttributeValueField({ attribute, allowsNothing, value, onChange, ...shown }: ValueProps) {
  const common = { ...shown, className: 'grow', value };
  const changed = { onChange: (event: ChangeEvent<HTMLInputElement>) => onChange(event.currentTarget.value) };
  const own = valuesOf(attribute);
  const choices = own && [...(allowsNothing ? [{ value: '', label: t('not known') }] : []), ...own];
  if (choices)
    return (
      <NativeSelect
        {...common}
        data={choices.some((one) => one.value === value) ? choices : [{ value, label: value }, ...choices]}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    );
  const type = attribute?.type;
  return <TextInput {...common} {...changed} type={type === 'date' || type === 'number' ? type : 'text'} />;
}

function valuesOf(attribute: Pick<AttributeDeclaration, 'type' | 'choices'> | undefined) {
  if (attribute?.type === 'boolean')
    return [
      { value: 'true', label: t('yes') },
      { value: 'false', label: t('no') },
    ];
  return attribute?.choices?.map((value) => ({ value, label: value }));
}

interface NameProps {
  label: string;
  error: string | undefined;
  value: string;
  onChange: (attribute: string) => void;
}

/** Which of those that are declared; one that no longer is stays until another is chosen. */
function AttributeName({ label, error, value, onChange }: NameProps) {
  const declared = useAttributes().data?.items ?? [];
  const data = declared.map((one) => ({ value: one.key, label: one.label }));
  const isThere = data.some((one) => one.value === value);
  return (
    <NativeSelect
      label={label}
      className="grow"
      error={error}
      description={
        declared.length === 0 && t('An admin declares attributes in Settings, Customer attributes.')
      }
      data={isThere ? data : [{ value, label: value || t('Choose …') }, ...data]}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

/** Companies have whatever programs and imports say of them: nobody declares it. */
const CompanyAttributeName = ({ onChange, ...shown }: NameProps) => (
  <TextInput
    {...shown}
    className="grow"
    description={t('As it is called at the company.')}
    maxLength={100}
    onChange={({ currentTarget }) => onChange(currentTarget.value)}
  />
);

type ChangeWhen = Extract<RuleWhen, { attribute: string }>;

interface WhenProps {
  when: ChangeWhen;
  /** By the server's names for the fields. */
  errors: Record<string, string>;
  onChange: (when: RuleWhen) => void;
}

/** Which attribute, what it was, and what it becomes. */
export function AttributeChangeFields({ when, errors, onChange }: WhenProps) {
  const { on, attribute } = when;
  const declaration = useAttributes().data?.items.find(({ key }) => key === attribute);
  const isOfCompany = on === 'company_attribute_changed';
  const name = { label: t('Which attribute'), error: errors['when.attribute'], value: attribute };
  const wanted = { attribute: isOfCompany ? undefined : declaration };
  function set(field: 'is' | 'was', value: string | null | undefined) {
    const { [field]: _before, ...rest } = when;
    onChange({ ...rest, ...(value !== undefined && { [field]: value }) });
  }
  return (
    <>
      {isOfCompany ? (
        <CompanyAttributeName {...name} onChange={(given) => onChange({ ...when, attribute: given })} />
      ) : (
        <AttributeName {...name} onChange={(key) => onChange({ on, attribute: key })} />
      )}
      <Wanted
        {...wanted}
        label={t('It was')}
        error={errors['when.was']}
        value={when.was}
        onChange={(value) => set('was', value)}
      />
      <Wanted
        {...wanted}
        label={t('It becomes')}
        error={errors['when.is']}
        value={when.is}
        onChange={(value) => set('is', value)}
      />
    </>
  );
}

interface WantedProps {
  label: string;
  error: string | undefined;
  /** Declared; absent: any words. */
  attribute: AttributeDeclaration | undefined;
  /** null: nothing; undefined: whatever. */
  value: string | null | undefined;
  onChange: (value: string | null | undefined) => void;
}

function Wanted({ label, error, attribute, value, onChange }: WantedProps) {
  const kind = value === undefined ? 'whatever' : value === null ? 'nothing' : 'value';
  const begun = valuesOf(attribute)?.[0]?.value ?? '';
  const values = { whatever: undefined, nothing: null, value: begun };
  return (
    <div className="rule-row grow">
      <NativeSelect
        label={label}
        className="grow"
        data={[
          { value: 'whatever', label: t('whatever|of an attribute') },
          { value: 'nothing', label: t('not known') },
          { value: 'value', label: t('this value') },
        ]}
        value={kind}
        onChange={({ currentTarget }) => onChange(values[currentTarget.value as keyof typeof values])}
      />
      {typeof value === 'string' && (
        <AttributeValueField
          label={t('Value|of an attribute')}
          error={error}
          attribute={attribute}
          value={value}
          onChange={onChange}
        />
      )}
    </div>
  );
}

type SetAction = Extract<RuleAction, { do: 'set_attribute' }>;

interface SetProps {
  label: string;
  action: SetAction;
  error: string | undefined;
  onChange: (action: RuleAction) => void;
}

/** An empty value clears it. */
export function SetAttribute({ label, action, error, onChange }: SetProps) {
  const declared = useAttributes().data?.items ?? [];
  const { attribute, value } = action;
  const declaration = declared.find(({ key }) => key === attribute);
  function choose(key: string) {
    const chosen = declared.find((one) => one.key === key);
    const first = valuesOf(chosen)?.[0]?.value ?? '';
    onChange({ ...action, attribute: key, value: chosen ? valueOf(chosen, first) : null });
  }
  return (
    <div className="rule-row grow">
      <AttributeName label={label} error={error} value={attribute} onChange={choose} />
      <AttributeValueField
        label={t('Value|of an attribute')}
        attribute={declaration}
        allowsNothing
        value={typedOf(value ?? undefined)}
        onChange={(typed) => onChange({ ...action, value: valueOf(declaration ?? { type: 'text' }, typed) })}
      />
    </div>
  );
}

interface SetCompanyProps extends Omit<SetProps, 'action'> {
  action: Extract<RuleAction, { do: 'set_company_attribute' }>;
}

const kinds = ['text', 'number', 'boolean'] as const;
type Kind = (typeof kinds)[number];
const kindOf = (value: unknown): Kind => kinds.find((kind) => typeof value === kind) ?? 'text';

/** An empty value clears it. */
export function SetCompanyAttribute({ label, action, error, onChange }: SetCompanyProps) {
  const { attribute, value } = action;
  const [chosen, setChosen] = useState<Kind>('text');
  const type = value === null ? chosen : kindOf(value);
  return (
    <div className="rule-row grow">
      <CompanyAttributeName
        {...{ label, error, value: attribute }}
        onChange={(name) => onChange({ ...action, attribute: name })}
      />
      <NativeSelect
        label={t('Kind of value')}
        data={kinds.map((kind) => ({ value: kind, label: typeNames[kind] }))}
        value={type}
        onChange={({ currentTarget }) => {
          setChosen(currentTarget.value as Kind);
          onChange({ ...action, value: null });
        }}
      />
      <AttributeValueField
        label={t('Value|of an attribute')}
        attribute={{ type }}
        allowsNothing
        value={typedOf(value ?? undefined)}
        onChange={(typed) => {
          setChosen(type);
          onChange({ ...action, value: valueOf({ type }, typed) });
        }}
      />
    </div>
  );
}
