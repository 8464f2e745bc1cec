// What is left once a mailbox is saved: consent, or what the other side must be told.
import { Button } from '@mantine/core';
import type { Channel } from '../../../protocol/model/channel';
import { useConsole } from '../../context';
import { useAct } from '../../hooks';
import { Copied } from './copied';
import { wayOf } from './email-config';
import { Checked } from './health';
import { Step, Steps } from './steps';
import { t } from '../../i18n/translate';
import { withParts } from '../../i18n/parts';

const signed = { header: 'X-Parley-Signature', scheme: 'sha256=' };

interface Props {
  channel: Channel;
  /** While it is known: once the dialog is closed, nobody can read it any more. */
  secret?: string;
  onClose: () => void;
}

export const asksConsent = ({ config }: Channel): boolean => config['oauth'] !== undefined;

export function EmailNext({ channel, secret, onClose }: Props) {
  return (
    <div className="form">
      <Steps>
        {asksConsent(channel) && (
          <Step title={t('Let Parley into the mailbox')}>
            <p>
              {t('Sign in as {address} in the window that opens, and agree.', {
                address: String(channel.config['address']),
              })}
            </p>
            <div>
              <Connect channel={channel} />
            </div>
          </Step>
        )}
        {wayOf(channel.config) === 'webhook' && <Posted channel={channel} secret={secret} />}
        <Step title={t('See whether it works')}>
          <Checked channel={channel} />
        </Step>
      </Steps>
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('Done')}</Button>
      </div>
    </div>
  );
}

/** Leads to the provider, in a window of its own: it is opened by the press, before its address is known. */
export function Connect({ channel }: { channel: Channel }) {
  const { http } = useConsole();
  const [busy, act] = useAct();
  function connect() {
    const opened = window.open('about:blank', '_blank');
    act(async () => {
      try {
        const { url } = await http.post<{ url: string }>(`channels/${channel.id}/oauth`);
        if (!opened) return location.assign(url);
        opened.opener = null;
        opened.location.replace(url);
      } catch (error) {
        opened?.close();
        throw error;
      }
    });
  }
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={busy}
      onClick={connect}
      aria-label={t('Connect {name}', { name: channel.name })}
    >
      {t('Connect')}
    </Button>
  );
}

function Posted({ channel, secret }: { channel: Channel; secret: string | undefined }) {
  const url = new URL(channel.webhookUrl ?? '', location.origin).href;
  return (
    <Step title={t('Where mail comes in')}>
      <p>
        {t(
          'By webhook: each mail, byte for byte, is the body of a POST to this address. With the SMTP receiver nothing is left to do here.',
        )}
      </p>
      <Copied label={t('Address')} text={url} />
      <p>
        {withParts(
          t('The header {header} is {scheme} and the HMAC-SHA256 of the body by the secret, in hex.'),
          { header: <code>{signed.header}</code>, scheme: <code>{signed.scheme}</code> },
        )}
      </p>
      {secret ? (
        <Copied label={t('Secret')} text={secret} />
      ) : (
        <p className="quiet">
          {t('The secret is kept and not shown again. If it is lost, generate a new one under Configure.')}
        </p>
      )}
    </Step>
  );
}
