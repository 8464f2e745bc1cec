// A number of WhatsApp is connected in two directions: what Meta shows is copied here, then what is shown here to Meta.
import { Collapse, Select, Switch, TextInput, UnstyledButton } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useState, type ReactNode } from 'react';
import { graphVersions, newestGraphVersion } from '../../../protocol/graph-versions';
import type { Channel } from '../../../protocol/model/channel';
import { useConsole } from '../../context';
import { Icon } from '../../icons';
import { Form, FormFoot, useSaving } from '../../ui/form';
import { ChannelModal, type Saved } from './channel-modal';
import { asText, configOf, randomSecret, saveChannel } from './config';
import { SecretField, type SecretState } from '../secret-field';
import { Step, Steps } from './steps';
import { WhatsAppWebhook } from './whatsapp-webhook';
import { t } from '../../i18n/translate';
import { withParts } from '../../i18n/parts';

const configKeys = [
  'phoneNumberId',
  'businessAccountId',
  'accessToken',
  'appSecret',
  'verifyToken',
  'graphVersion',
  'graphBaseUrl',
] as const;
const shown = ['name', 'isActive', ...configKeys.map((key) => `config.${key}`)];

type Fields = { name: string; isActive: boolean } & Record<(typeof configKeys)[number], string>;

interface Props {
  channel: Channel | undefined;
  onClose: () => void;
}

export function WhatsAppDialog({ channel, onClose }: Props) {
  return (
    <ChannelModal
      title={channel ? t('WhatsApp channel') : t('New WhatsApp channel')}
      form={(onSaved) => <Settings channel={channel} onSaved={onSaved} onClose={onClose} />}
      titleAfter={t('Now tell Meta')}
      after={(saved) => <WhatsAppWebhook {...saved} onClose={onClose} />}
      onClose={onClose}
    />
  );
}

function Settings({ channel, onSaved, onClose }: Props & { onSaved: (saved: Saved) => void }) {
  const { http } = useConsole();
  const save = useSaving('channels', shown);
  const form = useForm<Fields>({ initialValues: fieldsOf(channel) });

  async function write() {
    const { name, isActive, ...config } = form.values;
    const trimmed = Object.fromEntries(configKeys.map((key) => [key, config[key].trim()]));
    const body = { name, isActive, config: configOf(trimmed, channel?.config) };
    const written = await saveChannel(http, { channel, type: 'whatsapp', body });
    if (config.verifyToken === channel?.config['verifyToken']) return onClose();
    onSaved({ channel: written, secret: config.verifyToken });
  }
  const parts = { form, errors: save.errors.fields, stored: channel?.config ?? {} };
  return (
    <Form save={save} onSave={write}>
      <Steps>
        <FromMeta {...parts} />
        <Step title={t('The verify token')}>
          <Secret
            {...parts}
            name="verifyToken"
            label={t('Verify token')}
            generated
            describe={aboutVerifyToken}
          >
            {t('Meta proves with it that it may call your address. You paste it there after saving.')}
          </Secret>
        </Step>
      </Steps>
      <Advanced {...parts} />
      <Switch
        label={t('On')}
        description={t('Off: nothing comes in and nothing is sent.')}
        {...form.getInputProps('isActive', { type: 'checkbox' })}
      />
      <FormFoot save={save} onClose={onClose} />
    </Form>
  );
}

function fieldsOf(channel: Channel | undefined): Fields {
  const config = Object.fromEntries(configKeys.map((key) => [key, asText(channel?.config[key])]));
  return {
    ...(config as Record<(typeof configKeys)[number], string>),
    name: channel?.name ?? '',
    isActive: channel?.isActive ?? true,
    ...(!channel && { verifyToken: randomSecret() }),
  };
}

interface Parts {
  form: UseFormReturnType<Fields>;
  errors: Record<string, string>;
  /** The config as the server shows it: secrets are masked. */
  stored: Record<string, unknown>;
}

// As Meta’s own pages call them.
const apps = 'developers.facebook.com/apps';
const permissions = ['whatsapp_business_messaging', 'whatsapp_business_management'];
const graph = 'https://graph.facebook.com';
const apiSetup = 'WhatsApp, API setup';
const systemUsers = 'business.facebook.com, Settings, System users';
const appSettings = 'App settings, Basic';

function FromMeta(parts: Parts) {
  const { form, errors } = parts;
  return (
    <>
      <Step title={t('A name for your team')}>
        <TextInput
          label={t('Name')}
          description={t('Only your team reads it.')}
          {...form.getInputProps('name')}
          error={errors['name']}
        />
      </Step>
      <Step title={t('The number')}>
        <p>
          {withParts(t('Open your app at {place} and there {path}. Choose the number under “From”.'), {
            place: (
              <a href="https://developers.facebook.com/apps" target="_blank" rel="noreferrer">
                {apps}
              </a>
            ),
            path: <Path>{apiSetup}</Path>,
          })}
        </p>
        <TextInput
          label={t('Phone number ID')}
          description={t('Below the number. Digits only; it is not the number itself.')}
          inputMode="numeric"
          {...form.getInputProps('phoneNumberId')}
          error={errors['config.phoneNumberId']}
        />
        <TextInput
          label={t('WhatsApp Business Account ID')}
          description={t('Beside it. Your templates are listed by it.')}
          inputMode="numeric"
          {...form.getInputProps('businessAccountId')}
          error={errors['config.businessAccountId']}
        />
      </Step>
      <AccessToken {...parts} />
      <AppSecret {...parts} />
    </>
  );
}

function AccessToken(parts: Parts) {
  return (
    <Step title={t('The access token')}>
      <p>
        {withParts(
          t(
            'In {path} choose a system user of your app, “Generate token”, without an end, with the permissions {one} and {other}. The one under API setup ends after a day.',
          ),
          {
            path: <Path>{systemUsers}</Path>,
            one: <code>{permissions[0]}</code>,
            other: <code>{permissions[1]}</code>,
          },
        )}
      </p>
      <Secret {...parts} name="accessToken" label={t('Access token')}>
        {t('Paste it here. After saving it is not shown again.')}
      </Secret>
    </Step>
  );
}

function AppSecret(parts: Parts) {
  return (
    <Step title={t('The app secret')}>
      <p>
        {withParts(t('In your app open {path} and press “Show” beside “App secret”.'), {
          path: <Path>{appSettings}</Path>,
        })}
      </p>
      <Secret {...parts} name="appSecret" label={t('App secret')}>
        {t('Meta signs with it what it sends. After saving it is not shown again.')}
      </Secret>
    </Step>
  );
}

/** A way through the pages of Meta. */
function Path({ children }: { children: string }) {
  return (
    <strong>
      {children.split(', ').map((page, index) => (
        <span key={page}>
          {index > 0 && ' › '}
          {page}
        </span>
      ))}
    </strong>
  );
}

interface SecretProps extends Parts {
  name: 'accessToken' | 'appSecret' | 'verifyToken';
  label: string;
  generated?: boolean;
  describe?: (state: SecretState) => string | undefined;
  children: ReactNode;
}

function Secret({ form, errors, stored, name, label, generated, describe, children }: SecretProps) {
  const about = (state: SecretState) => {
    if (state === 'kept') return t('It is kept and not shown again.');
    return describe?.(state) ?? children;
  };
  return (
    <SecretField
      label={label}
      describe={about}
      stored={asText(stored[name])}
      value={form.values[name]}
      onChange={(secret) => form.setFieldValue(name, secret)}
      error={errors[`config.${name}`]}
      {...(generated && { generated })}
    />
  );
}

const aboutVerifyToken = (state: SecretState) =>
  state === 'empty' ? t('Write one, or have one generated.') : undefined;

function Advanced({ form, errors }: Parts) {
  const wrong = errors['config.graphVersion'] ?? errors['config.graphBaseUrl'];
  const [asked, setAsked] = useState(false);
  const open = asked || wrong !== undefined;
  return (
    <div>
      <UnstyledButton className="more" aria-expanded={open} onClick={() => setAsked(!open)}>
        <Icon name={open ? 'up' : 'down'} size={14} />{' '}
        <span>{t('Version and address of the Graph API')}</span>
      </UnstyledButton>
      <Collapse expanded={open} transitionDuration={0}>
        <div className="form">
          <Select
            label={t('Graph API version')}
            description={t('Unset: the newest that Parley was tried with, also after an update.')}
            placeholder={t('{version}, the newest', { version: newestGraphVersion })}
            data={versionChoices(form.values.graphVersion)}
            clearable
            value={form.values.graphVersion || null}
            onChange={(version) => form.setFieldValue('graphVersion', version ?? '')}
            error={errors['config.graphVersion']}
          />
          <TextInput
            label={t('Graph API address')}
            description={t(
              'Only when a proxy stands before Meta. Another one asks for the access token anew.',
            )}
            placeholder={graph}
            {...form.getInputProps('graphBaseUrl')}
            error={errors['config.graphBaseUrl']}
          />
        </div>
      </Collapse>
    </div>
  );
}

function versionChoices(current: string) {
  const known = graphVersions.map(({ version, endsOn }) => ({
    value: version,
    label: endsOn ? t('{version}, until {end}', { version, end: endsOn }) : version,
  }));
  const isKnown = current === '' || known.some(({ value }) => value === current);
  return isKnown ? known : [...known, { value: current, label: current }];
}
