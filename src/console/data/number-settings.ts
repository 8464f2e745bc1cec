// Settings that are numbers: what each means to who leads a team, and what holds while none was written.
import { t } from '../i18n/translate';

export interface NumberSetting {
  key: string;
  label: string;
  description: string;
  /** The server's own. */
  usual: number;
  /** It may have a fraction. */
  decimal?: true;
}

export const aiNumbers: readonly NumberSetting[] = [
  {
    key: 'turnCap',
    label: t('Answers by the AI before a person takes over'),
    description: t('In one conversation. From 1 to 100.'),
    usual: 12,
  },
  {
    key: 'askAfterSeconds',
    label: t('Ask whether an answer helped (seconds)'),
    description: t(
      'When a customer writes nothing for so long after an answer, the AI asks once whether it helped. 0: it never asks.',
    ),
    usual: 60,
  },
  {
    key: 'closeAfterMinutes',
    label: t('Close a quiet conversation (minutes)'),
    description: t(
      'A conversation that the AI has answered is closed when nobody writes for so long. 0: it stays open.',
    ),
    usual: 60,
  },
  {
    key: 'reopenWithinHours',
    label: t('Reopen for a customer who comes back (hours)'),
    description: t(
      'A customer who writes again within this time goes on in the same conversation. Later, or with 0, a new one begins.',
    ),
    usual: 24,
  },
  {
    key: 'mostWorse',
    label: t('Ask before a draft holds that does worse (percent)'),
    description: t(
      'In the answer lab: of the questions, so many more may be wrong, or fewer right, than today. Beyond it somebody has to confirm the draft.',
    ),
    usual: 2,
  },
];

export const routingNumbers: readonly NumberSetting[] = [
  {
    key: 'openWithinSeconds',
    label: t('Take back an unopened conversation (seconds)'),
    description: t(
      'Whoever is given a conversation and does not open it is warned at half of this time; then it goes back to the queue, for somebody else. 0: it stays with them.',
    ),
    usual: 120,
  },
  {
    key: 'answerWithinSeconds',
    label: t('Take back an unanswered conversation (seconds)'),
    description: t(
      'Whoever opens a conversation that was given to them, and writes nothing, is warned at half of this time; then it goes back to the queue, unless they are writing. 0: it stays with them.',
    ),
    usual: 300,
  },
  {
    key: 'awayAfterMinutes',
    label: t('Away when nothing is done (minutes)'),
    description: t(
      'Who does nothing in the console for so long, in any of its tabs, becomes away and gets no new conversations until they do something there again. They keep what they have. From 2 to 1440; 0: never.',
    ),
    usual: 10,
  },
  {
    key: 'goneAfterSeconds',
    label: t('Keep the turn of a customer who left (seconds)'),
    description: t(
      'Who closes the page while waiting keeps the place in the queue for so long. Then those who are there come first, until the customer is back. 0: nobody is passed over.',
    ),
    usual: 300,
  },
  {
    key: 'teamFirstSeconds',
    label: t('Keep a conversation for its team (seconds)'),
    description: t(
      'While somebody of the team is there but busy, it waits for them for so long; then whoever is free gets it. Nobody of the team is there: whoever is free gets it at once. 0: it never waits for the team.',
    ),
    usual: 120,
  },
  {
    key: 'webWeight',
    label: t('A web chat counts'),
    description: t('Of what an agent takes at once. From 0.05 to 10.'),
    usual: 1,
    decimal: true,
  },
  {
    key: 'whatsappWeight',
    label: t('A WhatsApp conversation counts'),
    description: t('With 0.5 an agent who takes three chats takes six of these.'),
    usual: 0.5,
    decimal: true,
  },
  {
    key: 'emailWeight',
    label: t('An e-mail conversation counts'),
    description: t('With 0.25 an agent who takes three chats takes twelve of these.'),
    usual: 0.25,
    decimal: true,
  },
];
