// A field that finds other customers by what is typed.
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { CustomerDetails } from '../../protocol/customers';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import type { Page } from '../data/http';
import { t } from '../i18n/translate';

export type FoundCustomer = Omit<CustomerDetails, 'identities'>;

interface Props {
  /** Who is not offered. */
  not: readonly string[];
  error?: string | undefined;
  /** Those who were found. */
  children: (others: readonly FoundCustomer[]) => ReactNode;
}

export function FindCustomer({ not, error, children }: Props) {
  const { http } = useConsole();
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim(), 250);
  const found = useQuery({
    queryKey: ['customers', 'link', q],
    queryFn: () => http.get<Page<FoundCustomer>>('customers', { q, limit: 10 }),
    enabled: q !== '',
  });
  const others = (found.data?.items ?? []).filter(({ id }) => !not.includes(id));
  return (
    <>
      <TextInput
        mt={12}
        data-autofocus
        label={t('Search customers')}
        placeholder={t('Name, e-mail, phone or your id')}
        value={words}
        error={error}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {found.isError && <p role="alert">{sentence(found.error)}</p>}
      {found.isSuccess && others.length === 0 && (
        <p className="quiet">{t('Nobody else found for “{q}”.', { q })}</p>
      )}
      {children(others)}
    </>
  );
}
