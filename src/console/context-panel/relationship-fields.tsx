// What two customers are to each other: the words on either side.
import { Autocomplete } from '@mantine/core';
import { useState, type Ref } from 'react';
import { longestRole, type Relationship } from '../../protocol/relationships';
import { commonRoles, oppositeOf } from './relationship-words';
import { t } from '../i18n/translate';

type Roles = Pick<Relationship, 'role' | 'ownRole'>;

/** What this customer is follows what the other one is, until somebody says otherwise. @param before as it is now */
export function useRoles(before: Roles = { role: '', ownRole: '' }) {
  const [role, setRole] = useState(before.role);
  const [own, setOwn] = useState<string>();
  const fitting = role === before.role ? undefined : oppositeOf(role);
  return { role, ownRole: own ?? fitting ?? before.ownRole, setRole, setOwn };
}

interface Props {
  roles: ReturnType<typeof useRoles>;
  error(field: keyof Roles): string | undefined;
  first?: Ref<HTMLInputElement>;
}

export function RoleFields({ roles: { role, ownRole, setRole, setOwn }, error, first }: Props) {
  const common = { data: [...commonRoles], maxLength: longestRole, dir: 'auto' } as const;
  return (
    <>
      <Autocomplete
        {...common}
        {...(first && { ref: first })}
        label={t('What the other one is to this customer')}
        value={role}
        error={error('role')}
        onChange={setRole}
      />
      <Autocomplete
        {...common}
        label={t('What this customer is to the other one')}
        value={ownRole}
        error={error('ownRole')}
        onChange={setOwn}
      />
    </>
  );
}
