import { useConsole, useInbox } from '../context';
import { agentName } from '../data/inbox-state';
import { t } from '../words/words';
import { PictureField } from './picture-field';

/** What customers and colleagues see of who is signed in. */
export default function OwnProfile() {
  const { agent, user } = useConsole();
  const live = useInbox((state) => state.agent);
  if (!agent)
    return (
      <p className="quiet">
        {t(
          'You answer no customers, so there is nothing that they see of you. An admin makes somebody an agent.',
        )}
      </p>
    );
  const name = agentName(live) || agentName(agent);
  return (
    <div className="form">
      <PictureField agentId={agent.id} name={name} />
      <p dir="auto">
        {t('Customers see you as {name}. You sign in as {email}.', { name, email: user.email })}
      </p>
    </div>
  );
}
