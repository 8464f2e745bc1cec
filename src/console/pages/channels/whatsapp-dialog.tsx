// A number of WhatsApp is connected in two directions: what Meta shows is copied here, then what is shown here to Meta.
import { Collapse, Select, Switch, TextInput, UnstyledButton } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useState, type ReactNode } from 'react';
import { graphVersions, newestGraphVersion } from '../../../protocol/graph-versions';
import type { Channel } from '../../../protocol/model/channel';
import { useConsole } from '../../context';
import { Icon } from '../../icons';
import { Form, FormFoot, useSaving } from '../form';
import { ChannelModal } from './channel-modal';
import { asText, configOf, randomSecret } from './config';
import { SecretField, type SecretState } from '../secret-field';
import { Step, Steps } from './steps';
import { WhatsAppWebhook } from './whatsapp-webhook';

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
  const [saved, setSaved] = useState<{ channel: Channel; verifyToken: string } | null>(null);
  return (
    <ChannelModal
      title={saved ? 'Now tell Meta' : channel ? 'WhatsApp channel' : 'New WhatsApp channel'}
      isSaved={saved !== null}
      onClose={onClose}
    >
      {saved ? (
        <WhatsAppWebhook {...saved} onClose={onClose} />
      ) : (
        <Settings channel={channel} onSaved={setSaved} onClose={onClose} />
      )}
    </ChannelModal>
  );
}

function Settings({
  channel,
  onSaved,
  onClose,
}: Props & { onSaved: (saved: { channel: Channel; verifyToken: string }) => void }) {
  const { http } = useConsole();
  const save = useSaving('channels', shown);
  const form = useForm<Fields>({ initialValues: fieldsOf(channel) });

  async function write() {
    const { name, isActive, ...config } = form.values;
    const trimmed = Object.fromEntries(configKeys.map((key) => [key, config[key].trim()]));
    const body = { name, isActive, config: configOf(trimmed, channel?.config) };
    const written = channel
      ? await http.patch<Channel>(`channels/${channel.id}`, body)
      : await http.post<Channel>('channels', { ...body, type: 'whatsapp' });
    if (config.verifyToken === channel?.config['verifyToken']) return onClose();
    onSaved({ channel: written, verifyToken: config.verifyToken });
  }
  const parts = { form, errors: save.errors.fields, stored: channel?.config ?? {} };
  return (
    <Form save={save} onSave={write}>
      <Steps>
        <FromMeta {...parts} />
        <Step title="The verify token">
          <Secret {...parts} name="verifyToken" label="Verify token" generated describe={aboutVerifyToken}>
            Meta proves with it that it may call your address. You paste it there after saving.
          </Secret>
        </Step>
      </Steps>
      <Advanced {...parts} />
      <Switch
        label="On"
        description="Off: nothing comes in and nothing is sent."
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

function FromMeta(parts: Parts) {
  const { form, errors } = parts;
  return (
    <>
      <Step title="A name for your team">
        <TextInput
          label="Name"
          description="Only your team reads it."
          {...form.getInputProps('name')}
          error={errors['name']}
        />
      </Step>
      <Step title="The number">
        <p>
          Open your app at{' '}
          <a href="https://developers.facebook.com/apps" target="_blank" rel="noreferrer">
            developers.facebook.com/apps
          </a>{' '}
          and there <Path>WhatsApp, API setup</Path>. Choose the number under “From”.
        </p>
        <TextInput
          label="Phone number ID"
          description="Below the number. Digits only; it is not the number itself."
          inputMode="numeric"
          {...form.getInputProps('phoneNumberId')}
          error={errors['config.phoneNumberId']}
        />
        <TextInput
          label="WhatsApp Business Account ID"
          description="Beside it. Your templates are listed by it."
          inputMode="numeric"
          {...form.getInputProps('businessAccountId')}
          error={errors['config.businessAccountId']}
        />
      </Step>
      <Step title="The access token">
        <p>
          In <Path>business.facebook.com, Settings, System users</Path> choose a system user of your app,
          “Generate token”, without an end, with the permissions <code>whatsapp_business_messaging</code> and{' '}
          <code>whatsapp_business_management</code>. The one under API setup ends after a day.
        </p>
        <Secret {...parts} name="accessToken" label="Access token">
          Paste it here. After saving it is not shown again.
        </Secret>
      </Step>
      <Step title="The app secret">
        <p>
          In your app open <Path>App settings, Basic</Path> and press “Show” beside “App secret”.
        </p>
        <Secret {...parts} name="appSecret" label="App secret">
          Meta signs with it what it sends. After saving it is not shown again.
        </Secret>
      </Step>
    </>
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
    if (state === 'kept') return 'It is kept and not shown again.';
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
  state === 'empty' ? 'Write one, or have one generated.' : undefined;

function Advanced({ form, errors }: Parts) {
  const wrong = errors['config.graphVersion'] ?? errors['config.graphBaseUrl'];
  const [asked, setAsked] = useState(false);
  const open = asked || wrong !== undefined;
  return (
    <div>
      <UnstyledButton className="more" aria-expanded={open} onClick={() => setAsked(!open)}>
        <Icon name={open ? 'up' : 'down'} size={14} /> <span>Version and address of the Graph API</span>
      </UnstyledButton>
      <Collapse expanded={open} transitionDuration={0}>
        <div className="form">
          <Select
            label="Graph API version"
            description="Unset: the newest that Parley was tried with, also after an update."
            placeholder={`${newestGraphVersion}, the newest`}
            data={versionChoices(form.values.graphVersion)}
            clearable
            value={form.values.graphVersion || null}
            onChange={(version) => form.setFieldValue('graphVersion', version ?? '')}
            error={errors['config.graphVersion']}
          />
          <TextInput
            label="Graph API address"
            description="Only when a proxy stands before Meta. Another one asks for the access token anew."
            placeholder="https://graph.facebook.com"
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
    label: endsOn ? `${version}, until ${endsOn}` : version,
  }));
  const isKnown = current === '' || known.some(({ value }) => value === current);
  return isKnown ? known : [...known, { value: current, label: current }];
}
