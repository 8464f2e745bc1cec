import { Button, Modal, MultiSelect, Select, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Invited } from '../../protocol/invitations';
import { useConsole } from '../context';
import { useTeams } from '../data/use-teams';
import { Copied } from './channels/copied';
import { Form, FormFoot, useSaving } from '../ui/form';
import { fixed, t } from '../i18n/translate';
import { withParts } from '../i18n/parts';

const roleChoices = [
  { value: 'agent', label: t('Agent: conversations and customers') },
  { value: 'supervisor', label: t('Supervisor: knowledge and numbers too') },
  { value: 'admin', label: t('Admin: everything') },
];

interface Props {
  /** One that was made anew; otherwise the form comes first. */
  made?: Invited;
  onClose: () => void;
}

export default function InviteDialog({ made, onClose }: Props) {
  const [invited, setInvited] = useState(made);
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={!invited}
      title={t('Invite a person')}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      {invited ? (
        <Link invited={invited} onClose={onClose} />
      ) : (
        <InviteForm onMade={setInvited} onClose={onClose} />
      )}
    </Modal>
  );
}

function InviteForm({ onMade, onClose }: { onMade: (invited: Invited) => void; onClose: () => void }) {
  const { http } = useConsole();
  const teams = useTeams();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState('agent');
  const [talks, setTalks] = useState(true);
  const [teamIds, setTeamIds] = useState<string[]>([]);
  const save = useSaving('invitations', ['email', 'role', 'teamIds']);
  const { fields } = save.errors;

  const invite = async () =>
    onMade(
      await http.post<Invited>('invitations', {
        ...{ email: email.trim(), role, talks },
        teamIds: talks ? teamIds : [],
      }),
    );

  return (
    <Form save={save} onSave={invite}>
      <TextInput
        label={t('E-mail')}
        description={t('They choose their own name and password, and sign in with this address.')}
        type="email"
        autoComplete="off"
        data-autofocus
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={fields['email']}
      />
      <Select
        label={t('Role')}
        allowDeselect={false}
        data={roleChoices}
        value={role}
        onChange={(value) => setRole(value ?? 'agent')}
        error={fields['role']}
      />
      <Switch
        label={t('Talks to customers')}
        checked={talks}
        onChange={(event) => setTalks(event.currentTarget.checked)}
      />
      {talks && teams.length > 0 && (
        <MultiSelect
          label={t('Teams')}
          data={teams.map(({ id, name }) => ({ value: id, label: name }))}
          value={teamIds}
          onChange={setTeamIds}
          error={fields['teamIds']}
        />
      )}
      <FormFoot save={save} onClose={onClose} word={t('Invite')} />
    </Form>
  );
}

function Link({ invited, onClose }: { invited: Invited; onClose: () => void }) {
  const { email, link, mail, mailTrouble } = invited;
  return (
    <div className="form">
      <p role="status">
        {mail === 'sent' ? (
          <>
            {withParts(t('An invitation is on its way to {email}.'), {
              email: <bdi className="email">{email}</bdi>,
            })}
          </>
        ) : (
          <>
            {withParts(
              mail === 'uncertain'
                ? t('It is not known whether the mail reached {email}: give them the link yourself.')
                : t('No mail went to {email}: give them the link yourself.'),
              { email: <bdi className="email">{email}</bdi> },
            )}{' '}
            {mailTrouble && fixed(mailTrouble)}
          </>
        )}
      </p>
      {link !== undefined && (
        <Copied label={t('Link|noun')} text={new URL(link, window.location.origin).href} />
      )}
      <p className="quiet">
        {t(
          'It is good for 7 days, and once. Whoever has it can join, so give it to nobody else; it is not shown again.',
        )}
      </p>
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('Done')}</Button>
      </div>
    </div>
  );
}
