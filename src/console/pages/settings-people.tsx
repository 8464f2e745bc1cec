import { Button, NumberInput, Switch, TagsInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Agent, User } from '../../protocol/people';
import { useConsole, useInbox } from '../context';
import { useAct } from '../hooks';
import { Invitations } from './invitations';
import { Listing } from './page-frame';
import { PasswordDialog, personName } from './password-dialog';
import { FormDialog, useSaving } from './form';
import { usePages } from './use-pages';

export default function People({ mayWrite }: { mayWrite: boolean }) {
  return (
    <>
      {mayWrite && <Invitations />}
      <section>
        <h3>Agents</h3>
        <Agents mayWrite={mayWrite} />
      </section>
      <section>
        <h3>Users</h3>
        <Users mayWrite={mayWrite} />
      </section>
    </>
  );
}

function Agents({ mayWrite }: { mayWrite: boolean }) {
  const pages = usePages<Agent>('agents');
  const presences = useInbox((state) => state.presences);
  const [editing, setEditing] = useState<Agent | null>(null);
  return (
    <>
      <Listing pages={pages} empty="No agent yet: nobody can take over.">
        {pages.items.map((agent) => (
          <li key={agent.id}>
            <span className={`presence-mark ${presences[agent.id] ?? agent.presence}`} />
            <span className="main">
              <strong dir="auto">{agent.displayName}</strong>
            </span>
            <span className="quiet">{presences[agent.id] ?? agent.presence}</span>
            <span className="quiet">at most {agent.maxConcurrentChats} at once</span>
            {agent.specialties.length > 0 && <span className="quiet">{agent.specialties.join(', ')}</span>}
            {mayWrite && (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`Change ${agent.displayName}`}
                onClick={() => setEditing(agent)}
              >
                Change
              </Button>
            )}
          </li>
        ))}
      </Listing>
      {editing && <AgentDialog agent={editing} onClose={() => setEditing(null)} />}
    </>
  );
}

function AgentDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const { http } = useConsole();
  const [displayName, setDisplayName] = useState(agent.displayName);
  const [most, setMost] = useState<number | string>(agent.maxConcurrentChats);
  const [specialties, setSpecialties] = useState(agent.specialties);
  const save = useSaving('agents', ['displayName', 'maxConcurrentChats', 'specialties'], onClose);
  const { fields } = save.errors;
  return (
    <FormDialog
      title="Agent"
      save={save}
      onSave={() =>
        http.patch(`agents/${agent.id}`, { displayName, maxConcurrentChats: Number(most), specialties })
      }
      onClose={onClose}
    >
      <TextInput
        label="Name that customers see"
        value={displayName}
        onChange={(event) => setDisplayName(event.currentTarget.value)}
        error={fields['displayName']}
      />
      <NumberInput
        label="Conversations at once, at most"
        min={0}
        max={100}
        value={most}
        onChange={setMost}
        error={fields['maxConcurrentChats']}
      />
      <TagsInput
        label="Specialties"
        description="Enter adds one."
        value={specialties}
        onChange={setSpecialties}
        error={fields['specialties']}
      />
    </FormDialog>
  );
}

function Users({ mayWrite }: { mayWrite: boolean }) {
  const { http, user: self } = useConsole();
  const queries = useQueryClient();
  const pages = usePages<User>('users');
  const [renewing, setRenewing] = useState<User | null>(null);
  const [busy, act] = useAct();
  return (
    <>
      <Listing pages={pages} empty="Nobody yet.">
        {pages.items.map((user) => (
          <li key={user.id}>
            <span className="main">
              <strong dir="auto">{personName(user)}</strong> <bdi className="quiet">{user.email}</bdi>
            </span>
            <span className="quiet">{user.role}</span>
            {user.id === self.id && (
              <Button size="compact-sm" variant="default" component={Link} to="/settings?section=password">
                Change your password
              </Button>
            )}
            {mayWrite && user.id !== self.id && (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`Set a new password for ${user.email}`}
                onClick={() => setRenewing(user)}
              >
                Set a new password
              </Button>
            )}
            <Switch
              label="Active"
              aria-label={`${user.email}: active`}
              disabled={!mayWrite || busy || user.id === self.id}
              checked={user.isActive}
              onChange={() =>
                act(async () => {
                  await http.patch(`users/${user.id}`, { isActive: !user.isActive });
                  await queries.invalidateQueries({ queryKey: ['users'] });
                })
              }
            />
          </li>
        ))}
      </Listing>
      {renewing && <PasswordDialog user={renewing} onClose={() => setRenewing(null)} />}
    </>
  );
}
