// What a filter asks of the customer: where they belong, and attributes.
import { MultiSelect, TagsInput } from '@mantine/core';
import { useState } from 'react';
import type { AttributeDeclaration } from '../../protocol/customer-attributes';
import { attributesWanted, type SessionWhere } from '../../protocol/session-where';
import { useAttributes } from '../data/use-attributes';
import { tierWords } from '../text/tier-words';
import type { FieldsProps } from '../inbox/views/filter-fields';
import { useKnown } from '../inbox/views/use-known';
import { useCompanies } from './use-companies';
import { t } from '../i18n/translate';

export function OfCustomer({ next, set }: FieldsProps) {
  const [words, setWords] = useState('');
  const found = useCompanies(words);
  const { companies: chosen = [] } = useKnown(next.companyId);
  const declared = useAttributes().data?.items ?? [];
  const companies = new Map([...chosen, ...found].map(({ id, name }) => [id, name]));
  const others = (next.companyId ?? []).filter((id) => !companies.has(id));
  const hasAny = found.length > 0 || words !== '';
  return (
    <>
      {(hasAny || next.companyTier) && (
        <MultiSelect
          label={t('Company is')}
          data={Object.entries(tierWords).map(([value, label]) => ({ value, label }))}
          value={next.companyTier ?? []}
          onChange={(tier) => set({ companyTier: tier as NonNullable<SessionWhere['companyTier']> })}
        />
      )}
      {(hasAny || next.companyId) && (
        <MultiSelect
          label={t('Company')}
          searchable
          filter={({ options }) => options}
          searchValue={words}
          onSearchChange={setWords}
          nothingFoundMessage={t('No company is called that.')}
          data={[
            ...[...companies].map(([value, label]) => ({ value, label })),
            ...others.map((id) => ({ value: id, label: t('One company') })),
          ]}
          value={next.companyId ?? []}
          onChange={(companyId) => set({ companyId })}
        />
      )}
      {declared.map((one) => (
        <Attribute key={one.key} declaration={one} next={next} set={set} />
      ))}
    </>
  );
}

interface AttributeProps extends FieldsProps {
  declaration: AttributeDeclaration;
}

function Attribute({ declaration: { key, label, type, choices }, next, set }: AttributeProps) {
  const wanted = next.attribute ?? [];
  const field = {
    label,
    value: attributesWanted(wanted).find((one) => one.key === key)?.values ?? [],
    onChange: (values: string[]) =>
      set({
        attribute: [
          ...wanted.filter((one) => !one.startsWith(`${key}:`)),
          ...values.map((value) => `${key}:${value}`),
        ],
      }),
  };
  if (type === 'boolean')
    return (
      <MultiSelect
        {...field}
        data={[
          { value: 'true', label: t('Yes') },
          { value: 'false', label: t('No') },
        ]}
      />
    );
  if (type === 'choice') return <MultiSelect {...field} data={choices ?? []} />;
  return (
    <TagsInput
      {...field}
      maxLength={100}
      placeholder={type === 'date' ? '2026-11-27' : ''}
      description={t('One of these. Enter adds one.')}
    />
  );
}
