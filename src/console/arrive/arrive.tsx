// Who comes by a link: into the team, or back in with a new password.
import type { ArriveProps } from './arrive-props';
import { JoinForm } from './join-form';
import { ResetForm } from './reset-form';

export default function Arrive({ auth, onDone }: Omit<ArriveProps, 'token'>) {
  const token = window.location.hash.slice(1);
  const Form = window.location.pathname.endsWith('/join') ? JoinForm : ResetForm;
  return (
    <main className="login">
      <Form auth={auth} token={token} onDone={onDone} />
    </main>
  );
}
