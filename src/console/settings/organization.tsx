// What the organization is called: in invitations and mails, and above the help centre where that has no title of its own.
import { TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Organization } from '../../protocol/people';
import { useConsole } from '../context';
import { PageForm, useSaving } from '../ui/form';
import { Trouble, Waiting } from '../ui/page-frame';
import { t } from '../i18n/translate';

const path = 'organizations/current';

export default function OrganizationSettings() {
  const { http } = useConsole();
  const read = useQuery({ queryKey: [path], queryFn: () => http.get<Organization>(path) });
  if (read.isError) return <Trouble error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Waiting />;
  return <NameForm organization={read.data} />;
}

function NameForm({ organization }: { organization: Organization }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const save = useSaving(path, ['name']);
  const [name, setName] = useState(organization.name);
  async function onSave() {
    const now = await http.patch<Organization>(path, { name });
    queries.setQueryData([path], now);
    await queries.invalidateQueries({ queryKey: ['first-day'] });
  }
  return (
    <PageForm save={save} onSave={onSave} unchanged={name.trim() === organization.name}>
      <TextInput
        label={t('Name')}
        description={t('It stands in invitations, in mails and above the help centre.')}
        maxLength={255}
        value={name}
        error={save.errors.fields['name']}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </PageForm>
  );
}
