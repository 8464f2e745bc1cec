import {
  Button,
  Modal,
  NumberInput,
  PasswordInput,
  Select,
  Switch,
  TagsInput,
  TextInput,
} from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Agent, User } from '../../protocol/people';
import { useConsole, useInbox } from '../context';
import { sentence } from '../data/failure';
import { Icon } from '../icons';
import { useAct } from '../hooks';
import { Listing } from './page-frame';
import { usePages } from './use-pages';

export function People({ mayWrite }: { mayWrite: boolean }) {
  return (
    <>
      <section>
        <h2>Agents</h2>
        <Agents mayWrite={mayWrite} />
      </section>
      <section>
        <h2>Users</h2>
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
  const save = useSaving('agents', onClose);
  return (
    <Modal opened onClose={onClose} title="Agent" closeButtonProps={{ 'aria-label': 'Close without saving' }}>
      <div className="form">
        <TextInput
          label="Name that customers see"
          value={displayName}
          onChange={(event) => setDisplayName(event.currentTarget.value)}
        />
        <NumberInput
          label="Conversations at once, at most"
          min={0}
          max={100}
          value={most}
          onChange={setMost}
        />
        <TagsInput
          label="Specialties"
          description="Enter adds one."
          value={specialties}
          onChange={setSpecialties}
          error={save.error}
        />
        <Foot
          busy={save.busy}
          onClose={onClose}
          onSave={() =>
            save.run(() =>
              http.patch(`agents/${agent.id}`, {
                displayName,
                maxConcurrentChats: Number(most),
                specialties,
              }),
            )
          }
        />
      </div>
    </Modal>
  );
}

function Users({ mayWrite }: { mayWrite: boolean }) {
  const { http, user: self } = useConsole();
  const queries = useQueryClient();
  const pages = usePages<User>('users');
  const [adding, setAdding] = useState(false);
  const [busy, act] = useAct();
  return (
    <>
      {mayWrite && (
        <div className="toolbar">
          <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>
            New person
          </Button>
        </div>
      )}
      <Listing pages={pages} empty="Nobody yet.">
        {pages.items.map((user) => (
          <li key={user.id}>
            <span className="main">
              <strong dir="auto">
                {[user.firstName, user.lastName].filter(Boolean).join(' ') || user.email}
              </strong>{' '}
              <bdi className="quiet">{user.email}</bdi>
            </span>
            <span className="quiet">{user.role}</span>
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
      {adding && <PersonDialog onClose={() => setAdding(false)} />}
    </>
  );
}

function PersonDialog({ onClose }: { onClose: () => void }) {
  const { http } = useConsole();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState('agent');
  const [talks, setTalks] = useState(true);
  const save = useSaving('users', onClose);

  async function add() {
    const [firstName = '', ...rest] = name.trim().split(/\s+/);
    const names = { ...(firstName && { firstName }), ...(rest.length > 0 && { lastName: rest.join(' ') }) };
    const user = await http.post<User>('users', { ...names, email: email.trim(), password, role });
    if (talks) await http.post('agents', { userId: user.id, displayName: firstName || email.split('@')[0] });
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title="New person"
      closeButtonProps={{ 'aria-label': 'Close without saving' }}
    >
      <div className="form">
        <TextInput label="Name" value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          description="At least 8 characters. They can sign in with it at once."
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Select
          label="Role"
          allowDeselect={false}
          data={[
            { value: 'agent', label: 'Agent: conversations and customers' },
            { value: 'supervisor', label: 'Supervisor: knowledge and numbers too' },
            { value: 'admin', label: 'Admin: everything' },
          ]}
          value={role}
          onChange={(value) => setRole(value ?? 'agent')}
          error={save.error}
        />
        <Switch
          label="Talks to customers"
          checked={talks}
          onChange={(event) => setTalks(event.currentTarget.checked)}
        />
        <Foot busy={save.busy} onClose={onClose} onSave={() => save.run(add)} />
      </div>
    </Modal>
  );
}

function useSaving(key: string, onDone: () => void) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  return {
    busy,
    error,
    run: (work: () => Promise<unknown>) => {
      setBusy(true);
      setError('');
      work()
        .then(() => queries.invalidateQueries({ queryKey: [key] }))
        .then(() => queries.invalidateQueries({ queryKey: ['agents'] }))
        .then(onDone)
        .catch((failure: unknown) => {
          setError(sentence(failure));
          setBusy(false);
        });
    },
  };
}

function Foot({ busy, onClose, onSave }: { busy: boolean; onClose: () => void; onSave: () => void }) {
  return (
    <div className="dialog-foot">
      <Button variant="default" onClick={onClose}>
        Cancel
      </Button>
      <Button loading={busy} onClick={onSave}>
        Save
      </Button>
    </div>
  );
}
