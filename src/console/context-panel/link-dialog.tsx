// Finds another customer who is the same person.
import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { IdentityList } from '../../protocol/customers';
import { useConsole } from '../context';
import { Candidate } from './candidate';
import { FindCustomer, type FoundCustomer } from './find-customer';
import { t } from '../i18n/translate';

interface Props {
  customerId: string;
  /** Who is this person already. */
  not: readonly string[];
  onClose: () => void;
}

export default function LinkDialog({ customerId, not, onClose }: Props) {
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
      <FindCustomer not={not}>
        {(others) => (
          <div className="candidates">
            {others.map((one) => (
              <Found key={one.id} customerId={customerId} other={one} onLinked={onClose} />
            ))}
          </div>
        )}
      </FindCustomer>
    </Modal>
  );
}

interface FoundProps {
  customerId: string;
  other: FoundCustomer;
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
