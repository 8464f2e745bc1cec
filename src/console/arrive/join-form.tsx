import { Alert, Anchor, Button, PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useState, type FormEvent } from 'react';
import type { InvitationShown } from '../../protocol/invitations';
import { sentence } from '../data/failure';
import { namesOf } from '../text/names';
import type { ArriveProps } from './arrive-props';
import { useSending } from './use-sending';
import { t } from '../i18n/translate';
import { withParts } from '../i18n/parts';

type Looked = { invitation: InvitationShown } | { trouble: string };

export function JoinForm(props: ArriveProps) {
  const { auth, token } = props;
  const [looked, setLooked] = useState<Looked | null>(null);
  useEffect(() => {
    auth.ask('invitation', { token }).then(
      (invitation) => setLooked({ invitation: invitation as InvitationShown }),
      (error: unknown) => setLooked({ trouble: sentence(error) }),
    );
  }, [auth, token]);
  if (!looked) return <div className="login-card" aria-busy="true" />;
  if ('trouble' in looked)
    return (
      <div className="login-card">
        <h1>{t('This link leads nowhere')}</h1>
        <Alert color="red" role="alert" variant="light">
          {looked.trouble}
        </Alert>
        <Anchor href="/console/">{t('Sign in')}</Anchor>
      </div>
    );
  return <Join {...props} invitation={looked.invitation} />;
}

const joinWords = {
  agent: t('You will be an agent and sign in as {email}.'),
  supervisor: t('You will be a supervisor and sign in as {email}.'),
  admin: t('You will be an admin and sign in as {email}.'),
};

function Join({ auth, token, onDone, invitation }: ArriveProps & { invitation: InvitationShown }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const { busy, errors, send } = useSending(['firstName', 'lastName', 'password']);
  const state = auth.state.get();

  function submit(event: FormEvent) {
    event.preventDefault();
    void send(() => auth.enter('join', { token, ...namesOf(name), password }), onDone);
  }

  return (
    <form onSubmit={submit} className="login-card" aria-labelledby="join-title" noValidate>
      <h1 id="join-title">
        {withParts(t('Join {organization}'), { organization: <bdi>{invitation.organization}</bdi> })}
      </h1>
      <p>
        {withParts(joinWords[invitation.role], {
          email: <bdi className="email">{invitation.email}</bdi>,
        })}
      </p>
      {state.status === 'in' && (
        <p className="quiet">
          {withParts(t('You are signed in here as {email}. Joining ends that in this browser.'), {
            email: <bdi>{state.user.email}</bdi>,
          })}
        </p>
      )}
      {errors.rest && (
        <Alert color="red" role="alert" variant="light">
          {errors.rest}
        </Alert>
      )}
      <TextInput
        label={t('Your name')}
        description={t('Customers see your first name.')}
        autoComplete="name"
        autoFocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={errors.fields['firstName'] ?? errors.fields['lastName']}
      />
      <PasswordInput
        label={t('Password')}
        description={t('At least 8 characters.')}
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={errors.fields['password']}
      />
      <Button type="submit" loading={busy} fullWidth>
        {t('Join')}
      </Button>
    </form>
  );
}
