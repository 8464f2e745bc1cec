// The templates of a channel's account: those that can be sent to choose from, the others with why not.
import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChannelTemplate, ChannelTemplates } from '../../protocol/model/template';
import { isLike } from '../../protocol/spellings';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import { useAct, useLasting, useNow } from '../hooks';
import { Icon } from '../icons';
import { ago } from '../text/time';
import { t } from '../i18n/translate';

interface Props {
  channelId: string;
  onChoose: (template: ChannelTemplate) => void;
}

export function TemplateList({ channelId, onChoose }: Props) {
  const { http } = useConsole();
  const key = ['templates', channelId];
  const found = useQuery({
    queryKey: key,
    queryFn: () => http.get<ChannelTemplates>(`channels/${channelId}/templates`),
  });
  const [wanted, setWanted] = useState('');
  const slow = useLasting(found.isPending);
  if (found.isPending)
    return <p className="quiet template-room">{slow && t('Looking for your templates…')}</p>;
  const fitting = found.data?.items.filter((one) => fits(one, wanted)) ?? [];
  const items = [...fitting.filter(({ why }) => !why), ...fitting.filter(({ why }) => why)];
  return (
    <div className="form template-room">
      <div className="toolbar">
        <TextInput
          className="grow"
          data-autofocus
          label={t('Search')}
          placeholder={t('Name or words of a template')}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <Refresh channelId={channelId} fetchedAt={found.data?.fetchedAt} />
      </div>
      {found.isError && !found.data && (
        <p className="failed" role="alert">
          {sentence(found.error)}
        </p>
      )}
      {found.data && items.length === 0 && (
        <p className="quiet">
          {wanted
            ? t('No template fits.')
            : t('This account has no template. Make one in WhatsApp Manager, then refresh.')}
        </p>
      )}
      <ul className="template-list" aria-label={t('Templates')}>
        {items.map((template) => (
          <Item
            key={`${template.name} ${template.language}`}
            template={template}
            onChoose={() => onChoose(template)}
          />
        ))}
      </ul>
    </div>
  );
}

const fits = ({ name, body }: ChannelTemplate, wanted: string) =>
  isLike(`${name} ${name.replaceAll('_', ' ')} ${body.text}`, wanted.trim());

/** The server asks every hour by itself; asking at once is an admin's. */
function Refresh({ channelId, fetchedAt }: { channelId: string; fetchedAt: string | undefined }) {
  const { http, user } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const now = useNow(30_000);
  const refresh = () =>
    act(async () => {
      const fresh = await http.post<ChannelTemplates>(`channels/${channelId}/templates/refresh`);
      queries.setQueryData(['templates', channelId], fresh);
    });
  return (
    <>
      {user.role === 'admin' && (
        <Button variant="default" loading={busy} onClick={refresh}>
          {t('Refresh')}
        </Button>
      )}
      {fetchedAt && (
        <p className="quiet template-age">{t('Asked for {time}', { time: ago(fetchedAt, now) })}</p>
      )}
    </>
  );
}

function Item({ template, onChoose }: { template: ChannelTemplate; onChoose: () => void }) {
  const { name, body, why } = template;
  return (
    <li>
      <button type="button" disabled={why !== undefined} onClick={onChoose}>
        <span className="template-name">
          <strong>{name}</strong> <span className="quiet">{templateFacts(template)}</span>
        </span>
        <span className="template-words" dir="auto">
          {body.text}
        </span>
        {why && (
          <span className="template-why">
            <Icon name="lock" size={13} /> {why}
          </span>
        )}
      </button>
    </li>
  );
}

/** "en_US · utility · approved" */
export const templateFacts = ({ language, category, state }: ChannelTemplate): string =>
  [language, category, state.replaceAll('_', ' ')].filter(Boolean).join(' · ');
