// Finds another customer, and says what the two are to each other.
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useConsole } from '../context';
import { visitorName } from '../text/visitor-name';
import { FormDialog, useSaving } from '../ui/form';
import { FindCustomer, type FoundCustomer } from './find-customer';
import { RoleFields, useRoles } from './relationship-fields';
import { t } from '../i18n/translate';

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
  const [other, setOther] = useState<FoundCustomer>();
  const roleField = useRef<HTMLInputElement>(null);
  // The button that chose them is gone.
  useEffect(() => {
    if (other) roleField.current?.focus();
  }, [other]);
  const roles = useRoles();
  const { role, ownRole } = roles;
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
      <RoleFields roles={roles} error={error} first={roleField} />
    </FormDialog>
  );
}

const nameOf = ({ id, name }: FoundCustomer) => name ?? visitorName(id);

interface FindProps {
  not: readonly string[];
  error: string | undefined;
  onFound(customer: FoundCustomer): void;
}

function Find({ not, error, onFound }: FindProps) {
  return (
    <div className="relationship-found">
      <FindCustomer not={not} error={error && t('Choose the other customer.')}>
        {(others) =>
          others.slice(0, 5).map((one) => (
            <Button
              key={one.id}
              variant="default"
              justify="flex-start"
              onClick={() => onFound(one)}
              aria-label={t('Choose {name}', { name: nameOf(one) })}
            >
              <bdi>{[nameOf(one), one.email ?? one.phone].filter(Boolean).join(' · ')}</bdi>
            </Button>
          ))
        }
      </FindCustomer>
    </div>
  );
}
