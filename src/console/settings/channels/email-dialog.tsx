// A mailbox is connected: who has it says most of the rest.
import { Radio, Stack, Switch, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import type { Channel } from '../../../protocol/model/channel';
import { useConsole } from '../../context';
import { Failure } from '../../data/failure';
import { noErrors } from '../../data/field-errors';
import { Form, FormFoot, useSaving } from '../../ui/form';
import { ChannelModal, type Saved } from './channel-modal';
import { saveChannel } from './config';
import { chosen, configOf, fetches, fieldsOf, wayOf, type Way } from './email-config';
import { Line, Secret, type Fields, type Parts } from './email-fields';
import { EmailNext } from './email-next';
import { Servers, SignIn } from './email-servers';
import '../../styles/mail.css';
import { Step, Steps } from './steps';
import { t } from '../../i18n/translate';

const examples = { address: 'help@example.com', server: 'mx.example.com' };

const serverFields = ['host', 'port', 'user', 'pass'];
/** Where nobody has chosen how mail comes in. */
const choice = 'way';
const shown = [
  choice,
  'name',
  'isActive',
  ...['address', 'name', 'signature', 'inboundSecret', 'authservId'].map((key) => `config.${key}`),
  ...['smtp', 'imap'].flatMap((one) => serverFields.map((key) => `config.${one}.${key}`)),
  'config.imap.mailbox',
  ...['clientId', 'clientSecret', 'tenant', 'authorizeUrl', 'tokenUrl', 'scopes'].map(
    (key) => `config.oauth.${key}`,
  ),
];

interface Props {
  channel: Channel | undefined;
  onClose: () => void;
}

export default function EmailDialog({ channel, onClose }: Props) {
  return (
    <ChannelModal
      title={channel ? t('E-mail channel') : t('New e-mail channel')}
      form={(onSaved) => <Settings channel={channel} onSaved={onSaved} onClose={onClose} />}
      titleAfter={t('What is left to do')}
      after={(saved) => <EmailNext {...saved} onClose={onClose} />}
      onClose={onClose}
    />
  );
}

function Settings({ channel, onSaved, onClose }: Props & { onSaved: (saved: Saved) => void }) {
  const { http } = useConsole();
  const saving = useSaving('channels', shown);
  const [tried, setTried] = useState<Way>();
  const [way, setWay] = useState<Way | undefined>(channel && wayOf(channel.config));
  const form = useForm<Fields>({
    initialValues: {
      name: channel?.name ?? '',
      isActive: channel?.isActive ?? true,
      config: fieldsOf(channel?.config),
    },
  });

  async function write() {
    setTried(way);
    if (!way) {
      const errors = [{ path: choice, message: t('Choose one to go on.') }];
      throw new Failure('validation_failed', '', { errors });
    }
    const { name, isActive, config } = form.values;
    const body = { name, isActive, config: configOf(config, way, channel?.config) };
    const written = await saveChannel(http, { channel, type: 'email', body });
    const isKnown = channel && config.inboundSecret === channel.config['inboundSecret'];
    if (isKnown || (way === 'other' && !config.oauth.provider)) return onClose();
    onSaved({ channel: written, secret: isKnown ? '' : config.inboundSecret });
  }
  function choose(next: Way) {
    setTried(undefined);
    setWay(next);
    form.setFieldValue('config', chosen(next, form.values.config));
  }
  // What was wrong with another way is nothing that was tried of this one.
  const save = tried === way ? saving : { ...saving, errors: noErrors };
  const parts = { form, errors: whereWritten(save.errors.fields), stored: channel?.config ?? {} };
  return (
    <Form save={save} onSave={write}>
      <Steps>
        <Which way={way} onChoose={choose} error={save.errors.fields[choice]} />
        {way && (
          <>
            <Mailbox {...parts} />
            {fetches(way) && <SignIn {...parts} way={way} />}
            <Servers {...parts} way={way} />
            <Trust {...parts} way={way} />
            {way === 'webhook' && <WebhookSecret {...parts} />}
            <Signature {...parts} />
          </>
        )}
      </Steps>
      {way && (
        <Switch
          label={t('On')}
          description={t('Off: nothing comes in and nothing is sent.')}
          {...form.getInputProps('isActive', { type: 'checkbox' })}
        />
      )}
      <FormFoot save={save} onClose={onClose} />
    </Form>
  );
}

/** Who signs in with the address has it wrong there alone: the user name may stay empty. */
function whereWritten(errors: Record<string, string>): Record<string, string> {
  if (!errors['config.address']) return errors;
  const { 'config.imap.user': _imap, 'config.smtp.user': _smtp, ...others } = errors;
  return others;
}

const providers: Array<[Way, string, string]> = [
  ['google', 'Google', t('Gmail, or Google Workspace.')],
  ['microsoft', 'Microsoft', t('Microsoft 365, or Outlook.')],
  ['other', t('Another provider'), t('Any mailbox that is read by IMAP.')],
  [
    'webhook',
    t('Forward by webhook'),
    t('A program, or a service for incoming mail, posts each mail to Parley.'),
  ],
  ['smtp', t('Receive by SMTP'), t('Parley is the mail server of the address: its MX record leads here.')],
];

interface WhichProps {
  way: Way | undefined;
  onChoose: (way: Way) => void;
  error: string | undefined;
}

function Which({ way, onChoose, error }: WhichProps) {
  return (
    <Step title={t('Which provider?')}>
      <Radio.Group
        aria-label={t('Which provider?')}
        value={way ?? ''}
        onChange={(value) => onChoose(value as Way)}
        error={error}
      >
        <Stack gap={8}>
          {providers.map(([value, label, description]) => (
            <Radio
              key={value}
              {...{ value, label, description }}
              error={error !== undefined}
              aria-invalid={error !== undefined}
            />
          ))}
        </Stack>
      </Radio.Group>
      {way && <p className="quiet">{toDo[way]}</p>}
    </Step>
  );
}

const toDo: Record<Way, string> = {
  google: t(
    'Switch on 2-step verification and make an app password at myaccount.google.com/apppasswords, or register an OAuth client at console.cloud.google.com and sign in by consent.',
  ),
  microsoft: t(
    'Register an application at entra.microsoft.com with the permissions IMAP.AccessAsUser.All and SMTP.Send, and allow authenticated SMTP for the mailbox; Microsoft takes no passwords.',
  ),
  other: t('Look up the names of its IMAP and SMTP servers; some providers want a password made for apps.'),
  webhook: t('After saving you get the address to post to, and how each mail is signed.'),
  smtp: t(
    'Start Parley with SMTP_INBOUND_PORT, and let the MX record of your domain, or a forward of your mail server, lead to it.',
  ),
};

function Mailbox(parts: Parts) {
  return (
    <Step title={t('The address')}>
      <Line {...parts} path="name" label={t('Name')} description={t('Only your team reads it.')} />
      <Line
        {...parts}
        path="config.address"
        label={t('E-mail address')}
        description={t('Where customers write to, and what answers come from.')}
        placeholder={examples.address}
        inputMode="email"
      />
      <Line
        {...parts}
        path="config.name"
        label={t('Sender name')}
        description={t('What customers read beside the address. Empty: the address alone.')}
      />
    </Step>
  );
}

function Trust({ way, ...parts }: Parts & { way: Way }) {
  if (way === 'smtp') {
    return (
      <Step title={t('Who checks senders')}>
        <p>{t('Parley itself, by SPF, DKIM and DMARC, as each mail comes in. There is nothing to enter.')}</p>
      </Step>
    );
  }
  return (
    <Step title={t('Who checks senders')}>
      <Line
        {...parts}
        path="config.authservId"
        label={t('Name of the checking server')}
        description={t(
          'What stands first in the header Authentication-Results of a mail that you got. Only what this server says is believed; empty: no sender counts as verified.',
        )}
        placeholder={examples.server}
      />
    </Step>
  );
}

function WebhookSecret(parts: Parts) {
  return (
    <Step title={t('The secret of the webhook')}>
      <Secret
        {...parts}
        path="inboundSecret"
        label={t('Secret')}
        about={t('Signs each mail that is posted. Copy it now, or after saving.')}
        generated
      />
    </Step>
  );
}

function Signature({ form, errors }: Parts) {
  return (
    <Step title={t('What answers look like')}>
      <Textarea
        label={t('Signature')}
        description={t('Stands under every mail, also under those of the AI.')}
        autosize
        minRows={2}
        maxRows={8}
        {...form.getInputProps('config.signature')}
        error={errors['config.signature']}
      />
      <Switch
        label={t('Quote the mail that an agent answers')}
        description={t('Beneath the answer, where everybody who gets it had that mail.')}
        {...form.getInputProps('config.quotesOriginal', { type: 'checkbox' })}
      />
      <Switch
        label={t('Mail to name+anything@ arrives, too')}
        description={t(
          'Answers then come to an address that says which conversation they belong to. Google and Microsoft can; of others ask your host.',
        )}
        {...form.getInputProps('config.plusAddressing', { type: 'checkbox' })}
      />
    </Step>
  );
}
