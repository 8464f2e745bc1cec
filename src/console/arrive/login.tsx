import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { Auth } from '../data/auth';
import { sentence } from '../data/failure';
import { ForgotForm } from './forgot-form';
import { t } from '../i18n/translate';

interface Props {
  auth: Auth;
  reason: string | undefined;
}

export default function Login(props: Props) {
  const [email, setEmail] = useState('');
  const [forgot, setForgot] = useState(false);
  return (
    <main className="login">
      {forgot ? (
        <ForgotForm auth={props.auth} email={email} onBack={() => setForgot(false)} />
      ) : (
        <LoginForm {...props} email={email} setEmail={setEmail} onForgot={() => setForgot(true)} />
      )}
    </main>
  );
}

interface FormProps extends Props {
  email: string;
  setEmail: (email: string) => void;
  onForgot: () => void;
}

function LoginForm({ auth, reason, email, setEmail, onForgot }: FormProps) {
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setError('');
    try {
      await auth.enter('login', { email: email.trim(), password });
    } catch (failure) {
      setError(sentence(failure));
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="login-card" aria-labelledby="login-title">
      <h1 id="login-title">{t('Sign in to Parley')}</h1>
      {(error || reason) && (
        <Alert color="red" role="alert" variant="light">
          {error || reason}
        </Alert>
      )}
      <TextInput
        label={t('E-mail')}
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        autoFocus
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('Password')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" loading={busy} fullWidth>
        {t('Sign in')}
      </Button>
      <button type="button" className="link" onClick={onForgot}>
        {t('Forgot your password?')}
      </button>
      <p className="quiet">
        {t('The first admin’s address and password were printed when the server first started.')}
      </p>
    </form>
  );
}
