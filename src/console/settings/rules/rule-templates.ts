// Rules that many teams want, to be added and then made one's own.
import type { NewRule } from '../../../protocol/automation-rules';
import { t } from '../../i18n/translate';

export interface RuleTemplate {
  title: string;
  rules: readonly NewRule[];
}

const day = 1_440;
const withAgent = { status: ['with_agent' as const] };
const isActive = false;

export const ruleTemplates: readonly RuleTemplate[] = [
  {
    title: t('Remind after 2 days without an answer, close after 3'),
    rules: [
      {
        name: t('Remind who has not answered'),
        isActive,
        when: { on: 'customer_silent', minutes: 2 * day },
        if: withAgent,
        then: [
          {
            do: 'reply',
            text: t(
              'Hello {name}, do you still need our help? Without an answer we close this conversation tomorrow. You can always write again.',
              { name: `{{customer.first_name|${t('there|instead of a name')}}}` },
            ),
          },
        ],
      },
      {
        name: t('Close what nobody answers'),
        isActive,
        when: { on: 'customer_silent', minutes: 3 * day },
        if: withAgent,
        then: [{ do: 'close' }],
      },
    ],
  },
  {
    title: t('Urgent words come first'),
    rules: [
      {
        name: t('Urgent words'),
        isActive,
        when: { on: 'customer_message' },
        if: { textContains: ['urgent', 'asap', 'immediately'], withoutLabel: ['urgent'] },
        then: [
          { do: 'add_labels', labels: ['urgent'] },
          { do: 'priority', priority: 'high' },
        ],
      },
    ],
  },
  {
    title: t('Nobody has answered for 30 minutes: raise the priority'),
    rules: [
      {
        name: t('Waits for half an hour'),
        isActive,
        when: { on: 'team_silent', minutes: 30 },
        if: { status: ['waiting', 'with_agent'], hours: 'open' },
        then: [
          { do: 'priority', priority: 'high' },
          { do: 'note', text: t('The customer has waited for half an hour.') },
        ],
      },
    ],
  },
  {
    title: t('Outside the business hours, say that it arrived'),
    rules: [
      {
        name: t('Arrived after hours'),
        isActive,
        when: { on: 'handed_over' },
        if: { hours: 'closed' },
        then: [
          {
            do: 'reply',
            text: t('We are closed now. Your message is here, and we answer when we are back.'),
          },
        ],
      },
    ],
  },
  {
    title: t('Look at bad ratings'),
    rules: [
      {
        name: t('Bad rating'),
        isActive,
        when: { on: 'rated' },
        if: { score: { atMost: 2 } },
        then: [{ do: 'add_labels', labels: [t('bad rating')] }],
      },
    ],
  },
];
