import { PasswordInput } from '@mantine/core';
import { useState } from 'react';
import type { User } from '../../protocol/people';
import { useConsole } from '../context';
import { FormDialog, useSaving } from '../ui/form';
import { t } from '../i18n/translate';
import { withParts } from '../i18n/parts';

export const personName = ({ firstName, lastName, email }: User) =>
  [firstName, lastName].filter(Boolean).join(' ') || email;

export function PasswordDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { http } = useConsole();
  const [password, setPassword] = useState('');
  const save = useSaving('users', ['password'], onClose);
  return (
    <FormDialog
      title={t('Set a new password')}
      save={save}
      onSave={() => http.patch(`users/${user.id}`, { password })}
      onClose={onClose}
    >
      <p>
        {withParts(t('{name} is signed out everywhere and signs in again with the new one.'), {
          name: <bdi>{personName(user)}</bdi>,
        })}
      </p>
      <PasswordInput
        label={t('New password')}
        description={t('At least 8 characters.')}
        autoComplete="new-password"
        data-autofocus
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={save.errors.fields['password']}
      />
    </FormDialog>
  );
}
