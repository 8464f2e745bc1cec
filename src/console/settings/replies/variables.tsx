import { Button } from '@mantine/core';
import type { RefObject } from 'react';
import { flushSync } from 'react-dom';
import type { ReplyVariable } from '../../../protocol/reply-text';
import { useAttributes } from '../../data/use-attributes';
import '../../styles/replies.css';
import { t } from '../../i18n/translate';

interface Props {
  /** Where they are put in, at the cursor. */
  of: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onChange: (text: string) => void;
  /** What the group is called, where a form has several. */
  label?: string;
}

/** What is filled in by itself, what the organization declares of its customers included. */
export function Variables({ of, text, onChange, label }: Props) {
  const put = (name: string) => {
    const { selectionStart: at = text.length, selectionEnd: end = text.length } = of.current ?? {};
    const before = `${text.slice(0, at)}{{${name}}}`;
    // What is written next goes behind it, and not to the end.
    flushSync(() => onChange(before + text.slice(end)));
    of.current?.focus();
    of.current?.setSelectionRange(before.length, before.length);
  };
  const declared = useAttributes().data?.items ?? [];
  return (
    <div className="reply-variables" role="group" aria-label={label ?? t('Put in a variable')}>
      {Object.entries(variableWords).map(([name, title]) => (
        <Button key={name} size="compact-xs" variant="default" onClick={() => put(name)}>
          {title}
        </Button>
      ))}
      {declared.map(({ key, label }) => (
        <Button key={key} size="compact-xs" variant="default" onClick={() => put(`customer.${key}`)}>
          {label}
        </Button>
      ))}
    </div>
  );
}

const variableWords: Readonly<Record<ReplyVariable, string>> = {
  'customer.first_name': t("customer's first name"),
  'customer.name': t("customer's name"),
  'customer.email': t("customer's e-mail address"),
  'agent.first_name': t('your first name'),
  'agent.name': t('your name'),
  'organization.name': t('organization'),
  'session.channel': t('channel'),
  'session.subject': t('subject'),
};
