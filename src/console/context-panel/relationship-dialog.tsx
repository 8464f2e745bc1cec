// Finds another customer, and says what the two are to each other.
import { Autocomplete, Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CustomerDetails } from '../../protocol/customers';
import { longestRole } from '../../protocol/relationships';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import type { Page } from '../data/http';
import { visitorName } from '../text/visitor-name';
import { FormDialog, useSaving } from '../ui/form';
import { commonRoles, oppositeOf } from './relationship-words';
import { t } from '../words/words';

type Customer = Omit<CustomerDetails, 'identities'>;

interface Props {
  customerId: string;
  /** Who is not offered. */
  not: readonly string[];
  onClose: () => void;
}

const fields = ['otherId', 'role', 'ownRole'] as const;

export default function RelationshipDialog({ customerId, not, onClose }: Props) {
  const { http } = useConsole();
  const save = useSaving('customer', fields, onClose);
  const [other, setOther] = useState<Customer>();
  const [role, setRole] = useState('');
  const [own, setOwn] = useState<string>();
  const ownRole = own ?? oppositeOf(role) ?? '';
  const given = { otherId: other?.id ?? '', role, ownRole };
  const [sent, setSent] = useState<typeof given>();
  const write = () => {
    setSent(given);
    return http.post(`customers/${customerId}/relationships`, given);
  };
  /** Of what was mended since nothing is said any more. */
  const error = (field: (typeof fields)[number]) =>
    sent?.[field] === given[field] ? save.errors.fields[field] : undefined;
  const name = other && nameOf(other);
  return (
    <FormDialog title={t('Add a relationship')} save={save} onSave={write} onClose={onClose}>
      {other ? (
        <p>
          <bdi>{name}</bdi>{' '}
          <Button size="compact-sm" variant="default" onClick={() => setOther(undefined)}>
            {t('Choose somebody else')}
          </Button>
        </p>
      ) : (
        <Find not={not} error={error('otherId')} onFound={setOther} />
      )}
      {other && error('otherId') && <p role="alert">{error('otherId')}</p>}
      <Autocomplete
        label={t('What the other one is to this customer')}
        data={[...commonRoles]}
        maxLength={longestRole}
        dir="auto"
        value={role}
        error={error('role')}
        onChange={setRole}
      />
      <Autocomplete
        label={t('What this customer is to the other one')}
        data={[...commonRoles]}
        maxLength={longestRole}
        dir="auto"
        value={ownRole}
        error={error('ownRole')}
        onChange={setOwn}
      />
    </FormDialog>
  );
}

const nameOf = ({ id, name }: Customer) => name ?? visitorName(id);

interface FindProps {
  not: readonly string[];
  error: string | undefined;
  onFound(customer: Customer): void;
}

function Find({ not, error, onFound }: FindProps) {
  const { http } = useConsole();
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim(), 250);
  const found = useQuery({
    queryKey: ['customers', 'link', q],
    queryFn: () => http.get<Page<Customer>>('customers', { q, limit: 10 }),
    enabled: q !== '',
  });
  const others = (found.data?.items ?? []).filter(({ id }) => !not.includes(id)).slice(0, 5);
  return (
    <div className="relationship-found">
      <TextInput
        data-autofocus
        label={t('Search customers')}
        placeholder={t('Name, e-mail, phone or your id')}
        value={words}
        error={error && t('Choose the other customer.')}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {found.isError && <p role="alert">{sentence(found.error)}</p>}
      {found.isSuccess && others.length === 0 && (
        <p className="quiet">{t('Nobody else found for “{q}”.', { q })}</p>
      )}
      {others.map((one) => (
        <Button
          key={one.id}
          variant="default"
          justify="flex-start"
          onClick={() => onFound(one)}
          aria-label={t('Choose {name}', { name: nameOf(one) })}
        >
          <bdi>{[nameOf(one), one.email ?? one.phone].filter(Boolean).join(' · ')}</bdi>
        </Button>
      ))}
    </div>
  );
}
