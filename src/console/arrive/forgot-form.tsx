import { Alert, Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { Auth } from '../data/auth';
import { useSending } from './use-sending';
import { t } from '../i18n/translate';
import { withParts } from '../i18n/parts';

interface Props {
  auth: Auth;
  /** As it was typed so far. */
  email: string;
  onBack: () => void;
}

/** Says the same whether or not anybody has the address. */
export function ForgotForm({ auth, email: typed, onBack }: Props) {
  const [email, setEmail] = useState(typed);
  const [asked, setAsked] = useState(false);
  const { busy, errors, send } = useSending(['email']);

  function submit(event: FormEvent) {
    event.preventDefault();
    void send(
      () => auth.ask('forgot', { email: email.trim() }),
      () => setAsked(true),
    );
  }

  return (
    <form onSubmit={submit} className="login-card" aria-labelledby="forgot-title" noValidate>
      <h1 id="forgot-title">{t('Forgot your password?')}</h1>
      {asked ? (
        <p role="status">
          {withParts(
            t(
              'If somebody signs in with {email}, a link is on its way to that address. It is good for an hour. If no mail comes, ask an admin of your team to set a new password.',
            ),
            { email: <bdi className="email">{email.trim()}</bdi> },
          )}
        </p>
      ) : (
        <>
          {errors.rest && (
            <Alert color="red" role="alert" variant="light">
              {errors.rest}
            </Alert>
          )}
          <TextInput
            label={t('E-mail')}
            description={t('You get a link that sets a new one.')}
            type="email"
            autoComplete="username"
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={errors.fields['email']}
          />
          <Button type="submit" loading={busy} fullWidth>
            {t('Send the link')}
          </Button>
        </>
      )}
      <button type="button" className="link" onClick={onBack}>
        {t('Back to signing in')}
      </button>
    </form>
  );
}
