// The fields of a playbook, and what they say of where it is offered.
import type { NewPlaybook, Playbook, PlaybookWhen } from '../../../protocol/playbooks';
import { channelWord } from '../../../protocol/reply-text';
import { either } from '../rules/rule-words';
import { listed, t } from '../../i18n/translate';

export interface StepFields {
  /** Of the field alone, so that a step which is moved keeps what is typed. */
  key: string;
  id?: string;
  text: string;
  /** '': none; `reply <id>`, `macro <id>`, `article <id>`. */
  link: string;
}

export interface PlaybookFields {
  name: string;
  isActive: boolean;
  label: string[];
  words: string[];
  channelType: string[];
  steps: StepFields[];
}

let made = 0;
export const newStep = (): StepFields => ({ key: `new ${(made += 1)}`, text: '', link: '' });

export function fieldsOf(playbook: Playbook | undefined): PlaybookFields {
  const { name = '', isActive = true, when = {}, steps } = playbook ?? {};
  return {
    ...{ name, isActive },
    label: when.label ?? [],
    words: when.words ?? [],
    channelType: when.channelType ?? [],
    steps: steps?.map(({ id, text, link }) => ({
      key: id,
      id,
      text,
      link: link ? `${link.kind} ${link.id}` : '',
    })) ?? [newStep()],
  };
}

type Link = NonNullable<NewPlaybook['steps'][number]['link']>;

export function givenPlaybook({ name, isActive, steps, ...fields }: PlaybookFields) {
  const { label, words, channelType } = fields;
  return {
    ...{ name, isActive },
    when: {
      ...(label.length > 0 && { label }),
      ...(words.length > 0 && { words }),
      ...(channelType.length > 0 && { channelType }),
    },
    steps: steps.map(({ id, text, link }) => {
      const [kind = '', linked = ''] = link.split(' ');
      return {
        ...(id !== undefined && { id }),
        text,
        ...(linked && { link: { kind: kind as Link['kind'], id: linked } }),
      };
    }),
  };
}

const quoted = (all: readonly string[]) => listed(all.map((one) => `“${one}”`));

/** "Offered where the label is “refund” and somebody says “money back”." */
export function whenWords({ label, words, channelType }: PlaybookWhen): string {
  const parts = [
    label && t('the label is {labels}', { labels: quoted(label) }),
    words && t('somebody says {words}', { words: quoted(words) }),
    channelType && t('it came by {channel}', { channel: either(channelType.map(channelWord)) }),
  ].filter((one): one is string => Boolean(one));
  if (parts.length === 0) return t('Chosen by hand');
  const all = parts.reduce((one, other) => t('{one} and {other}', { one, other }));
  return t('Offered where {conditions}', { conditions: all });
}
