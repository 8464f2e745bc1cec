import { PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useConsole } from '../context';
import { PageForm, useSaving } from '../ui/form';
import { t } from '../i18n/translate';

export default function OwnPassword() {
  const { auth, user } = useConsole();
  const [currentPassword, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const save = useSaving('users', ['currentPassword', 'password']);
  const { fields } = save.errors;

  async function change() {
    await auth.changePassword({ currentPassword, password });
    setCurrent('');
    setPassword('');
  }

  return (
    <PageForm
      save={save}
      onSave={change}
      done={t('Saved. You stay signed in here and are signed out everywhere else.')}
    >
      <TextInput label={t('You sign in as')} autoComplete="username" readOnly value={user.email} />
      <PasswordInput
        label={t('Current password')}
        autoComplete="current-password"
        value={currentPassword}
        onChange={(event) => setCurrent(event.currentTarget.value)}
        error={fields['currentPassword']}
      />
      <PasswordInput
        label={t('New password')}
        description={t('At least 8 characters.')}
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={fields['password']}
      />
    </PageForm>
  );
}
