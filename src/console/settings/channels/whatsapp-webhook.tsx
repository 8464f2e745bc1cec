// What Meta must be told, so that messages come in.
import { Button } from '@mantine/core';
import type { Channel } from '../../../protocol/model/channel';
import { Copied } from './copied';
import { Checked } from './health';
import { Step, Steps } from './steps';
import { t } from '../../i18n/translate';
import { withParts } from '../../i18n/parts';

interface Props {
  channel: Channel;
  /** While it is known: once the dialog is closed, nobody can read it any more. */
  secret?: string;
  onClose: () => void;
}

// As Meta’s own page calls them.
const webhookFields = { messages: 'messages', echoes: 'smb_message_echoes', history: 'history' };
const configuration = 'WhatsApp › Configuration';

export function WhatsAppWebhook({ channel, secret, onClose }: Props) {
  const url = new URL(channel.webhookUrl ?? '', location.origin).href;
  return (
    <div className="form">
      <Steps>
        <Step title={t('Open the webhook in Meta’s dashboard')}>
          <p>
            {withParts(t('In your app: {path}, there “Edit” beside the webhook.'), {
              path: <strong>{configuration}</strong>,
            })}
          </p>
        </Step>
        <Step title={t('Paste these two, then “Verify and save”')}>
          <Copied label={t('Callback URL')} text={url} />
          {!url.startsWith('https:') && (
            <p className="quiet failed">
              {t(
                'Meta calls only https addresses that the internet reaches. Start Parley with PUBLIC_URL set to yours.',
              )}
            </p>
          )}
          {secret ? (
            <Copied label={t('Verify token')} text={secret} />
          ) : (
            <p className="quiet">
              {t(
                'The verify token is kept and not shown again. If it is lost, generate a new one under Configure.',
              )}
            </p>
          )}
        </Step>
        <Step title={t('Subscribe to the field messages')}>
          <p>
            {withParts(
              t(
                'Below, under “Webhook fields”, switch on {messages}. Answers, states and all that customers send come by it. A number that is also on a phone needs {echoes} and {history}, too.',
              ),
              {
                messages: <code>{webhookFields.messages}</code>,
                echoes: <code>{webhookFields.echoes}</code>,
                history: <code>{webhookFields.history}</code>,
              },
            )}
          </p>
        </Step>
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
