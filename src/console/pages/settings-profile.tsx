import { useConsole, useInbox } from '../context';
import { agentName } from '../data/inbox-state';
import { t } from '../words/words';
import { LanguageChoice } from './language-choice';
import { PictureField } from './picture-field';

/** What customers and colleagues see of who is signed in, and in which language they are spoken to. */
export default function OwnProfile() {
  const { agent, user } = useConsole();
  const live = useInbox((state) => state.agent);
  if (!agent)
    return (
      <div className="form">
        <p className="quiet">
          {t(
            'You answer no customers, so there is nothing that they see of you. An admin makes somebody an agent.',
          )}
        </p>
        <LanguageChoice />
      </div>
    );
  const name = agentName(live) || agentName(agent);
  return (
    <div className="form">
      <PictureField agentId={agent.id} name={name} />
      <p dir="auto">
        {t('Customers see you as {name}. You sign in as {email}.', { name, email: user.email })}
      </p>
      <LanguageChoice />
    </div>
  );
}
