import { Alert, Anchor, Button, PasswordInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { ArriveProps } from './arrive-props';
import { useSending } from './use-sending';
import { t } from '../i18n/translate';

export function ResetForm({ auth, token, onDone }: ArriveProps) {
  const [password, setPassword] = useState('');
  const { busy, errors, send } = useSending(['password']);

  function submit(event: FormEvent) {
    event.preventDefault();
    void send(() => auth.enter('reset', { token, password }), onDone);
  }

  return (
    <form onSubmit={submit} className="login-card" aria-labelledby="reset-title" noValidate>
      <h1 id="reset-title">{t('Choose a new password')}</h1>
      {errors.rest && (
        <Alert color="red" role="alert" variant="light">
          {errors.rest}
        </Alert>
      )}
      <PasswordInput
        label={t('New password')}
        description={t('At least 8 characters. You are signed out everywhere else.')}
        autoComplete="new-password"
        autoFocus
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={errors.fields['password']}
      />
      <Button type="submit" loading={busy} fullWidth>
        {t('Save and sign in')}
      </Button>
      <Anchor href="/console/">{t('Back to signing in')}</Anchor>
    </form>
  );
}
