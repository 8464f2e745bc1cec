import { Alert, Anchor, Button, PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useState, type FormEvent } from 'react';
import type { InvitationShown } from '../../../protocol/invitations';
import { sentence } from '../../data/failure';
import { namesOf } from '../../text/names';
import type { ArriveProps } from './arrive-props';
import { useSending } from './use-sending';

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
        <h1>This link leads nowhere</h1>
        <Alert color="red" role="alert" variant="light">
          {looked.trouble}
        </Alert>
        <Anchor href="/console/">Sign in</Anchor>
      </div>
    );
  return <Join {...props} invitation={looked.invitation} />;
}

const roleWords = { agent: 'an agent', supervisor: 'a supervisor', admin: 'an admin' };

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
        Join <bdi>{invitation.organization}</bdi>
      </h1>
      <p>
        You will be {roleWords[invitation.role]} and sign in as{' '}
        <bdi className="email">{invitation.email}</bdi>.
      </p>
      {state.status === 'in' && (
        <p className="quiet">
          You are signed in here as <bdi>{state.user.email}</bdi>. Joining ends that in this browser.
        </p>
      )}
      {errors.rest && (
        <Alert color="red" role="alert" variant="light">
          {errors.rest}
        </Alert>
      )}
      <TextInput
        label="Your name"
        description="Customers see your first name."
        autoComplete="name"
        autoFocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={errors.fields['firstName'] ?? errors.fields['lastName']}
      />
      <PasswordInput
        label="Password"
        description="At least 8 characters."
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={errors.fields['password']}
      />
      <Button type="submit" loading={busy} fullWidth>
        Join
      </Button>
    </form>
  );
}
