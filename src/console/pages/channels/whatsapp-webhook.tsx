// What Meta must be told, so that messages come in.
import { Button } from '@mantine/core';
import type { Channel } from '../../../protocol/model/channel';
import { Copied } from './copied';
import { Checked } from './health';
import { Step, Steps } from './steps';

interface Props {
  channel: Channel;
  /** While it is known: once the dialog is closed, nobody can read it any more. */
  verifyToken?: string;
  onClose: () => void;
}

export function WhatsAppWebhook({ channel, verifyToken, onClose }: Props) {
  const url = new URL(channel.webhookUrl ?? '', location.origin).href;
  return (
    <div className="form">
      <Steps>
        <Step title="Open the webhook in Meta’s dashboard">
          <p>
            In your app: <strong>WhatsApp › Configuration</strong>, there “Edit” beside the webhook.
          </p>
        </Step>
        <Step title="Paste these two, then “Verify and save”">
          <Copied label="Callback URL" text={url} />
          {!url.startsWith('https:') && (
            <p className="quiet failed">
              Meta calls only https addresses that the internet reaches. Start Parley with PUBLIC_URL set to
              yours.
            </p>
          )}
          {verifyToken ? (
            <Copied label="Verify token" text={verifyToken} />
          ) : (
            <p className="quiet">
              The verify token is kept and not shown again. If it is lost, generate a new one under Configure.
            </p>
          )}
        </Step>
        <Step title="Subscribe to the field messages">
          <p>
            Below, under “Webhook fields”, switch on <code>messages</code>. Answers, states and all that
            customers send come by it. A number that is also on a phone needs <code>smb_message_echoes</code>{' '}
            and <code>history</code>, too.
          </p>
        </Step>
        <Step title="See whether it works">
          <Checked channel={channel} />
        </Step>
      </Steps>
      <div className="dialog-foot">
        <Button onClick={onClose}>Done</Button>
      </div>
    </div>
  );
}
