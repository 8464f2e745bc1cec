// How Parley signs in to a mailbox, and which servers send and are read.
import { Radio, Stack } from '@mantine/core';
import { fetches, type Way } from './email-config';
import { Line, Secret, type Parts } from './email-fields';
import { Step } from './steps';

export function SignIn({ way, ...parts }: Parts & { way: Way }) {
  const { form } = parts;
  const { provider } = form.values.config.oauth;
  const consents = provider !== '';
  return (
    <Step title="Signing in">
      {way !== 'microsoft' && (
        <Radio.Group
          label="How"
          value={consents ? 'consent' : 'password'}
          onChange={(how) =>
            form.setFieldValue(
              'config.oauth.provider',
              how === 'password' ? '' : way === 'other' ? 'custom' : way,
            )
          }
        >
          <Stack gap={8} mt={4}>
            <Radio value="password" label={way === 'google' ? 'With an app password' : 'With a password'} />
            <Radio value="consent" label="By consent (OAuth)" />
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
            label="User name"
            description="Empty: the address."
            placeholder={form.values.config.address}
          />
          <Secret {...parts} path="imap.pass" label="Password" about="Reads the mailbox." />
          <Secret
            {...parts}
            path="smtp.pass"
            label="Password for sending"
            about="With most providers the same one."
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
        Give your client this redirect address: <code>{`${location.origin}/oauth/callback`}</code>
      </p>
      <Line {...parts} path="config.oauth.clientId" label="Client ID" />
      <Secret
        {...parts}
        path="oauth.clientSecret"
        label="Client secret"
        about="After saving it is not shown again."
      />
      {provider === 'microsoft' && (
        <Line
          {...parts}
          path="config.oauth.tenant"
          label="Tenant"
          description="The directory (tenant) ID. Empty: accounts of any directory."
        />
      )}
      {provider === 'custom' && (
        <>
          <Line {...parts} path="config.oauth.authorizeUrl" label="Authorization address" />
          <Line {...parts} path="config.oauth.tokenUrl" label="Token address" />
          <Line {...parts} path="config.oauth.scopes" label="Scopes" description="With blanks between." />
        </>
      )}
      <p className="quiet">After saving, press “Connect” and sign in as the mailbox.</p>
    </>
  );
}

export function Servers({ way, ...parts }: Parts & { way: Way }) {
  const reads = fetches(way);
  return (
    <>
      <Step title="The server that sends">
        <Place {...parts} server="smtp" />
        {!reads && (
          <>
            <Line
              {...parts}
              path="config.smtp.user"
              label="User name"
              description="Empty, without a password: nobody signs in. Empty with one: the address."
            />
            <Secret {...parts} path="smtp.pass" label="Password" about="Sends the answers." optional />
          </>
        )}
      </Step>
      {reads && (
        <Step title="The server that is read">
          <Place {...parts} server="imap" />
          <Line
            {...parts}
            path="config.imap.mailbox"
            label="Folder"
            description="Empty: INBOX. Parley marks nothing as read there and deletes nothing."
          />
        </Step>
      )}
    </>
  );
}

function Place({ server, ...parts }: Parts & { server: 'smtp' | 'imap' }) {
  const word = server === 'smtp' ? 'SMTP' : 'IMAP';
  return (
    <div className="server">
      <Line
        {...parts}
        path={`config.${server}.host`}
        label={`${word} server`}
        placeholder={`${server}.example.com`}
      />
      <Line {...parts} path={`config.${server}.port`} label={`${word} port`} inputMode="numeric" />
    </div>
  );
}
