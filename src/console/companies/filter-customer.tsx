// What a filter asks of the customer: where they belong, and attributes.
import { MultiSelect, TagsInput } from '@mantine/core';
import type { AttributeDeclaration } from '../../protocol/customer-attributes';
import { attributesWanted, type SessionWhere } from '../../protocol/session-where';
import { useAttributes } from '../data/use-attributes';
import { tierWords } from '../text/tier-words';
import type { FieldsProps } from '../inbox/views/filter-fields';
import { useKnown } from '../inbox/views/use-known';
import { t } from '../words/words';

export function OfCustomer({ next, set }: FieldsProps) {
  const { companies = [] } = useKnown();
  const declared = useAttributes().data?.items ?? [];
  const others = (next.companyId ?? []).filter((id) => !companies.some((one) => one.id === id));
  return (
    <>
      {(companies.length > 0 || next.companyTier) && (
        <MultiSelect
          label={t('Company is')}
          data={Object.entries(tierWords).map(([value, label]) => ({ value, label }))}
          value={next.companyTier ?? []}
          onChange={(tier) => set({ companyTier: tier as NonNullable<SessionWhere['companyTier']> })}
        />
      )}
      {(companies.length > 0 || next.companyId) && (
        <MultiSelect
          label={t('Company')}
          searchable
          data={[
            ...companies.map(({ id, name }) => ({ value: id, label: name })),
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
