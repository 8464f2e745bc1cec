import { Button, MultiSelect, NumberInput, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Agent, User } from '../../protocol/people';
import { useConsole, useInbox } from '../context';
import { useAgents } from '../macros/use-agents';
import { Avatar } from '../shell/avatar';
import { ActiveSwitch } from './active-switch';
import { Invitations } from './invitations';
import { languageName, languages as known } from '../text/languages';
import { Listing } from '../ui/page-frame';
import { PasswordDialog, personName } from './password-dialog';
import { FormDialog, useSaving } from '../ui/form';
import { PictureField } from './picture-field';
import { usePages } from '../data/use-pages';
import { listed, midSentence, t } from '../i18n/translate';
import { withParts } from '../i18n/parts';
import { presenceWords } from '../shell/presence-words';
import { roleWords } from './role-words';

export default function People({ mayWrite }: { mayWrite: boolean }) {
  return (
    <>
      {mayWrite && <Invitations />}
      <section>
        <h3>{t('Accounts')}</h3>
        <Everybody mayWrite={mayWrite} />
      </section>
    </>
  );
}

/** Who has an account, each with what they are to customers, who know only those that answer. */
function Everybody({ mayWrite }: { mayWrite: boolean }) {
  const pages = usePages<User>('users');
  const { agents, known } = useAgents();
  const [renewing, setRenewing] = useState<User | null>(null);
  const [editing, setEditing] = useState<Agent | null>(null);
  return (
    <>
      <Listing pages={pages} empty={t('Nobody yet.')}>
        {pages.items.map((user) => (
          <Person
            key={user.id}
            user={user}
            known={known}
            agent={agents.find(({ userId }) => userId === user.id)}
            mayWrite={mayWrite}
            onRenew={setRenewing}
            onEdit={setEditing}
          />
        ))}
      </Listing>
      {renewing && <PasswordDialog user={renewing} onClose={() => setRenewing(null)} />}
      {editing && <AgentDialog agent={editing} onClose={() => setEditing(null)} />}
    </>
  );
}

interface PersonProps {
  user: User;
  /** Who answers is known: whoever is none of them answers nobody. */
  known: boolean;
  agent: Agent | undefined;
  mayWrite: boolean;
  onRenew: (user: User) => void;
  onEdit: (agent: Agent) => void;
}

function Person({ user, known, agent, mayWrite, onRenew, onEdit }: PersonProps) {
  const { user: self } = useConsole();
  const isSelf = user.id === self.id;
  const name = personName(user);
  return (
    <li className="person-row">
      <Avatar name={agent?.displayName ?? name} agentId={agent?.id} />
      <span className="main">
        <strong dir="auto">{name}</strong>{' '}
        {agent && agent.displayName !== name && (
          <span className="quiet">
            {withParts(t('customers see {name}'), { name: <bdi>{agent.displayName}</bdi> })}
          </span>
        )}{' '}
        <bdi className="quiet">{user.email}</bdi>
      </span>
      <span className="quiet">{roleWords[user.role]}</span>
      {agent && <AnswersCustomers agent={agent} />}
      {known && !agent && <span className="quiet">{t('answers no customers')}</span>}
      {mayWrite && agent && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('Change {name}', { name: agent.displayName })}
          onClick={() => onEdit(agent)}
        >
          {t('Change')}
        </Button>
      )}
      {isSelf && (
        <Button size="compact-sm" variant="default" component={Link} to="/settings?section=password">
          {t('Change your password')}
        </Button>
      )}
      {mayWrite && !isSelf && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('Set a new password for {email}', { email: user.email })}
          onClick={() => onRenew(user)}
        >
          {t('Set a new password')}
        </Button>
      )}
      <ActiveSwitch user={user} agent={agent} mayChange={mayWrite && !isSelf} />
    </li>
  );
}

function AnswersCustomers({ agent }: { agent: Agent }) {
  const presence = useInbox((state) => state.presences[agent.id]) ?? agent.presence;
  return (
    <>
      <span className="quiet">
        <span className={`presence-mark ${presence}`} /> {midSentence(presenceWords[presence])}
      </span>
      <span className="quiet">{t('at most {count} at once', { count: agent.maxConcurrentChats })}</span>
      {agent.specialties.length > 0 && <span className="quiet">{listed(agent.specialties)}</span>}
      {agent.languages.length > 0 && (
        <span className="quiet">
          {t('speaks {languages}', { languages: listed(agent.languages.map(languageName)) })}
        </span>
      )}
    </>
  );
}

function AgentDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const { http } = useConsole();
  const [displayName, setDisplayName] = useState(agent.displayName);
  const [most, setMost] = useState<number | string>(agent.maxConcurrentChats);
  const [specialties, setSpecialties] = useState(agent.specialties);
  const [languages, setLanguages] = useState(agent.languages);
  const save = useSaving(
    'agents',
    ['displayName', 'maxConcurrentChats', 'specialties', 'languages'],
    onClose,
  );
  const { fields } = save.errors;
  return (
    <FormDialog
      title={t('Agent')}
      save={save}
      onSave={() =>
        http.patch(`agents/${agent.id}`, {
          ...{ displayName, specialties, languages },
          maxConcurrentChats: Number(most),
        })
      }
      onClose={onClose}
    >
      <PictureField agentId={agent.id} name={agent.displayName} />
      <TextInput
        label={t('Name that customers see')}
        value={displayName}
        onChange={(event) => setDisplayName(event.currentTarget.value)}
        error={fields['displayName']}
      />
      <NumberInput
        label={t('Conversations at once, at most')}
        min={0}
        max={100}
        value={most}
        onChange={setMost}
        error={fields['maxConcurrentChats']}
      />
      <TagsInput
        label={t('Specialties')}
        description={t('Enter adds one.')}
        value={specialties}
        onChange={setSpecialties}
        error={fields['specialties']}
      />
      <MultiSelect
        label={t('Languages')}
        description={t('Who speaks the customer’s language is asked first.')}
        searchable
        data={known}
        value={languages}
        onChange={setLanguages}
        error={fields['languages']}
      />
    </FormDialog>
  );
}
