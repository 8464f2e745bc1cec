// The fields of a playbook, and what they say of where it is offered.
import type { NewPlaybook, Playbook, PlaybookWhen } from '../../../protocol/playbooks';
import { channelWord } from '../../../protocol/reply-text';

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

const listed = (all: readonly string[]) => all.map((one) => `“${one}”`).join(', ');

/** "Offered where the label is “refund” and somebody says “money back”." */
export function whenWords({ label, words, channelType }: PlaybookWhen): string {
  const parts = [
    label && `the label is ${listed(label)}`,
    words && `somebody says ${listed(words)}`,
    channelType && `it came by ${channelType.map(channelWord).join(' or ')}`,
  ].filter(Boolean);
  return parts.length > 0 ? `Offered where ${parts.join(' and ')}` : 'Chosen by hand';
}
