// How Parley signs in to a mailbox, and which servers send and are read.
import { Radio, Stack } from '@mantine/core';
import { fetches, type Way } from './email-config';
import { Line, Secret, type Parts } from './email-fields';
import { Step } from './steps';
import { t } from '../../i18n/translate';

const callback = `${location.origin}/oauth/callback`;
const examples = { smtp: 'smtp.example.com', imap: 'imap.example.com' };

export function SignIn({ way, ...parts }: Parts & { way: Way }) {
  const { form } = parts;
  const { provider } = form.values.config.oauth;
  const consents = provider !== '';
  return (
    <Step title={t('Signing in')}>
      {way !== 'microsoft' && (
        <Radio.Group
          label={t('How')}
          value={consents ? 'consent' : 'password'}
          onChange={(how) =>
            form.setFieldValue(
              'config.oauth.provider',
              how === 'password' ? '' : way === 'other' ? 'custom' : way,
            )
          }
        >
          <Stack gap={8} mt={4}>
            <Radio
              value="password"
              label={way === 'google' ? t('With an app password') : t('With a password')}
            />
            <Radio value="consent" label={t('By consent (OAuth)')} />
          </Stack>
        </Radio.Group>
      )}
      {consents ? (
        <Consent {...parts} provider={provider} />
      ) : (
        <>
          <Line
            {...parts}
            path="config.imap.user"
            label={t('User name')}
            description={t('Empty: the address.')}
            placeholder={form.values.config.address}
          />
          <Secret {...parts} path="imap.pass" label={t('Password')} about={t('Reads the mailbox.')} />
          <Secret
            {...parts}
            path="smtp.pass"
            label={t('Password for sending')}
            about={t('With most providers the same one.')}
          />
        </>
      )}
    </Step>
  );
}

function Consent({ provider, ...parts }: Parts & { provider: string }) {
  return (
    <>
      <p>
        {t('Give your client this redirect address:')} <code>{callback}</code>
      </p>
      <Line {...parts} path="config.oauth.clientId" label={t('Client ID')} />
      <Secret
        {...parts}
        path="oauth.clientSecret"
        label={t('Client secret')}
        about={t('After saving it is not shown again.')}
      />
      {provider === 'microsoft' && (
        <Line
          {...parts}
          path="config.oauth.tenant"
          label={t('Tenant')}
          description={t('The directory (tenant) ID. Empty: accounts of any directory.')}
        />
      )}
      {provider === 'custom' && (
        <>
          <Line {...parts} path="config.oauth.authorizeUrl" label={t('Authorization address')} />
          <Line {...parts} path="config.oauth.tokenUrl" label={t('Token address')} />
          <Line
            {...parts}
            path="config.oauth.scopes"
            label={t('Scopes')}
            description={t('With blanks between.')}
          />
        </>
      )}
      <p className="quiet">{t('After saving, press “Connect” and sign in as the mailbox.')}</p>
    </>
  );
}

export function Servers({ way, ...parts }: Parts & { way: Way }) {
  const reads = fetches(way);
  return (
    <>
      <Step title={t('The server that sends')}>
        <Place {...parts} server="smtp" />
        {!reads && (
          <>
            <Line
              {...parts}
              path="config.smtp.user"
              label={t('User name')}
              description={t('Empty, without a password: nobody signs in. Empty with one: the address.')}
            />
            <Secret
              {...parts}
              path="smtp.pass"
              label={t('Password')}
              about={t('Sends the answers.')}
              optional
            />
          </>
        )}
      </Step>
      {reads && (
        <Step title={t('The server that is read')}>
          <Place {...parts} server="imap" />
          <Line
            {...parts}
            path="config.imap.mailbox"
            label={t('Folder')}
            description={t('Empty: INBOX. Parley marks nothing as read there and deletes nothing.')}
          />
        </Step>
      )}
    </>
  );
}

function Place({ server, ...parts }: Parts & { server: 'smtp' | 'imap' }) {
  return (
    <div className="server">
      <Line
        {...parts}
        path={`config.${server}.host`}
        label={server === 'smtp' ? t('SMTP server') : t('IMAP server')}
        placeholder={examples[server]}
      />
      <Line
        {...parts}
        path={`config.${server}.port`}
        label={server === 'smtp' ? t('SMTP port') : t('IMAP port')}
        inputMode="numeric"
      />
    </div>
  );
}
