// How the public help centre looks, where it is, and whether it is there: settings of category 'helpCentre'.
import { Anchor, Switch, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { darkened, parseColour } from '../../protocol/accent';
import type { Organization } from '../../protocol/people';
import { useConsole } from '../context';
import { PageForm, useSaving } from '../ui/form';
import { Trouble, Waiting } from '../ui/page-frame';
import { useSettings, type SettingsOf } from './use-settings';
import '../styles/help-centre.css';
import { t } from '../i18n/translate';

const path = 'organizations/current';
const standard = '#3b5bdb';

export default function HelpCentreSettings({ mayWrite }: { mayWrite: boolean }) {
  const { http } = useConsole();
  const settings = useSettings('helpCentre');
  const organization = useQuery({ queryKey: [path], queryFn: () => http.get<Organization>(path) });
  if (settings.error) return <Trouble error={settings.error} onRetry={settings.retry} />;
  if (organization.isError)
    return <Trouble error={organization.error} onRetry={() => void organization.refetch()} />;
  if (settings.pending || !organization.data) return <Waiting />;
  return <HelpCentreForm {...{ settings, mayWrite }} organization={organization.data} />;
}

interface Look {
  enabled: boolean;
  title: string;
  slug: string;
  accent: string;
  chat: boolean;
}

interface Props {
  settings: SettingsOf;
  organization: Organization;
  mayWrite: boolean;
}

function HelpCentreForm({ settings: { value, write }, organization, mayWrite }: Props) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const save = useSaving('settings', ['title', 'accent', 'slug']);
  const [look, setLook] = useState<Look>(() => ({
    enabled: value('enabled') !== false,
    title: said(value('title')),
    slug: organization.slug ?? '',
    accent: said(value('accent')),
    chat: value('chat') !== false,
  }));
  const change = (part: Partial<Look>) => setLook((now) => ({ ...now, ...part }));
  async function onSave(): Promise<void> {
    const slug = look.slug.trim() || null;
    if (slug !== (organization.slug ?? null)) {
      await http.patch(path, { slug });
      await queries.invalidateQueries({ queryKey: [path] });
    }
    await write({
      enabled: look.enabled ? undefined : false,
      title: look.title.trim() || undefined,
      accent: look.accent.trim() || undefined,
      chat: look.chat ? undefined : false,
    });
  }
  return (
    <PageForm save={save} mayWrite={mayWrite} onSave={onSave}>
      <p className="quiet">
        {t(
          'Articles that everybody may read are public pages there: for customers, printers and search engines.',
        )}
      </p>
      <Switch
        label={t('The help centre is on')}
        disabled={!mayWrite}
        checked={look.enabled}
        onChange={(event) => change({ enabled: event.currentTarget.checked })}
      />
      <Fields {...{ look, change, mayWrite, organization }} errors={save.errors.fields} />
      <Preview look={look} name={organization.name} />
      {look.enabled && (
        <p>
          <Anchor href={addressOf(organization.slug)} target="_blank">
            {t('Open the help centre')}
          </Anchor>{' '}
          <span className="quiet">{t('as it is saved')}</span>
        </p>
      )}
    </PageForm>
  );
}

const said = (value: unknown): string => (typeof value === 'string' ? value : '');
const addressOf = (slug: string | null | undefined) => (slug ? `/help/${slug}/` : '/help/');

interface FieldsProps {
  look: Look;
  change: (part: Partial<Look>) => void;
  mayWrite: boolean;
  organization: Organization;
  errors: Record<string, string>;
}

function Fields({ look, change, mayWrite, organization, errors }: FieldsProps) {
  const disabled = !mayWrite || !look.enabled;
  const field = (name: 'title' | 'slug' | 'accent') => ({
    disabled,
    value: look[name],
    onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
    error: errors[name],
  });
  return (
    <>
      <TextInput label={t('Title')} maxLength={100} placeholder={organization.name} {...field('title')} />
      <TextInput
        label={t('Name in its address')}
        description={t('Small letters, digits and dashes: {address}', {
          address: `${location.origin}${addressOf(look.slug.trim() || 'your-name')}`,
        })}
        maxLength={63}
        spellCheck={false}
        {...field('slug')}
      />
      <TextInput
        label={t('Colour')}
        description={t('Text on it is kept readable: a light colour is darkened.')}
        placeholder={standard}
        maxLength={7}
        spellCheck={false}
        leftSection={
          <input
            type="color"
            className="swatch"
            aria-label={t('Choose the colour')}
            disabled={disabled}
            value={parseColour(look.accent) ? hex(look.accent) : standard}
            onChange={(event) => change({ accent: event.currentTarget.value })}
          />
        }
        {...field('accent')}
      />
      <Switch
        label={t('Customers can open the chat there')}
        disabled={disabled}
        checked={look.chat}
        onChange={(event) => change({ chat: event.currentTarget.checked })}
      />
    </>
  );
}

const hex = (colour: string) => (colour.startsWith('#') ? colour : `#${colour}`).toLowerCase();

/** The head of its front page, before it is saved. */
function Preview({ look: { enabled, title, accent, chat }, name }: { look: Look; name: string }) {
  const colour = darkened(parseColour(accent) ?? parseColour(standard)!);
  if (!enabled)
    return <p className="quiet">{t('It is off: its pages are not there, and the chat shows no Help.')}</p>;
  return (
    <figure className="help-preview" aria-label={t('Preview of the help centre')}>
      <div style={{ background: `rgb(${colour.join(' ')})` }}>
        <strong dir="auto">{title.trim() || name}</strong>
        <p>{t('What can we help you with?')}</p>
        <span>{t('Search')}</span>
      </div>
      {chat && (
        <span className="help-preview-chat" style={{ background: `rgb(${colour.join(' ')})` }}>
          {t('Chat')}
        </span>
      )}
    </figure>
  );
}
