import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { OwnAgent } from '../../protocol/logins';
import { useConsole, useInbox } from '../context';
import type { AgentSelf } from '../data/auth';
import { agentName } from '../data/inbox-state';
import { PageForm, useSaving } from '../ui/form';
import { t } from '../i18n/translate';
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
      <NameForm agent={agent} name={name} />
      <LanguageChoice />
    </div>
  );
}

function NameForm({ agent, name }: { agent: AgentSelf; name: string }) {
  const { auth, http, inbox } = useConsole();
  const [displayName, setDisplayName] = useState(name);
  const save = useSaving('agents', ['displayName']);
  async function onSave() {
    const now = await http.patch<OwnAgent>('agents/me', { displayName });
    setDisplayName(now.displayName);
    inbox.state.set((state) => ({ ...state, agent: { ...agent, displayName: now.displayName } }));
    // The socket speaks under the name that its login was renewed with.
    await auth.refresh();
  }
  return (
    <PageForm save={save} onSave={onSave} unchanged={displayName.trim() === name}>
      <TextInput
        label={t('What customers see')}
        maxLength={100}
        value={displayName}
        error={save.errors.fields['displayName']}
        onChange={(event) => setDisplayName(event.currentTarget.value)}
      />
    </PageForm>
  );
}
