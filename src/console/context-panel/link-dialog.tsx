// Finds another customer who is the same person.
import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CustomerDetails, IdentityList } from '../../protocol/customers';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import type { Page } from '../data/http';
import { Candidate } from './candidate';
import { t } from '../words/words';

type Customer = Omit<CustomerDetails, 'identities'>;

interface Props {
  customerId: string;
  /** Who is this person already. */
  not: readonly string[];
  onClose: () => void;
}

export default function LinkDialog({ customerId, not, onClose }: Props) {
  const { http } = useConsole();
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim(), 250);
  const found = useQuery({
    queryKey: ['customers', 'link', q],
    queryFn: () => http.get<Page<Customer>>('customers', { q, limit: 10 }),
    enabled: q !== '',
  });
  const others = (found.data?.items ?? []).filter(({ id }) => !not.includes(id));
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('Link to another customer')}
      closeButtonProps={{ 'aria-label': t('Close without linking') }}
    >
      <p>
        {t(
          'Your team then sees both as one person: conversations are listed together, and an export or an erasure takes both. Nothing is moved, and “Unlink” undoes it.',
        )}
      </p>
      <TextInput
        mt={12}
        data-autofocus
        label={t('Search customers')}
        placeholder={t('Name, e-mail, phone or your id')}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {found.isError && <p role="alert">{sentence(found.error)}</p>}
      {found.isSuccess && others.length === 0 && (
        <p className="quiet">{t('Nobody else found for “{q}”.', { q })}</p>
      )}
      <div className="candidates">
        {others.map((one) => (
          <Found key={one.id} customerId={customerId} other={one} onLinked={onClose} />
        ))}
      </div>
    </Modal>
  );
}

interface FoundProps {
  customerId: string;
  other: Customer;
  onLinked: () => void;
}

/** A code goes only where the customer has written from: the phone number beside a name may be anybody's. */
function Found({ customerId, other: { id, name, email, phone, externalId }, onLinked }: FoundProps) {
  const { http } = useConsole();
  const known = useQuery({
    queryKey: ['identities', id],
    queryFn: () => http.get<IdentityList>(`customers/${id}/identities`),
    staleTime: 60_000,
    enabled: phone !== undefined,
  });
  const reached = known.data?.items.findLast(
    (one) => one.customerId === id && one.kind === 'phone' && one.provedBy === 'channel',
  );
  return (
    <Candidate
      customerId={customerId}
      other={{ customerId: id, name }}
      why={[email, phone, externalId].filter(Boolean).join(' · ')}
      {...(reached && { reached: { kind: 'phone', value: reached.value } })}
      onLinked={onLinked}
    />
  );
}
