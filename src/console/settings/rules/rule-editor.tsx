// A rule, put together by clicking: when, if, then, and what that says in a sentence.
import { Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { NewRule, Rule } from '../../../protocol/automation-rules';
import { useConsole } from '../../context';
import { Form, FormFoot, useSaving } from '../../ui/form';
import { RuleActions } from './rule-actions';
import { RuleConditions } from './rule-conditions';
import { RuleSecret } from './rule-secret';
import { RuleTrial } from './rule-trial';
import { RuleWhenFields } from './rule-when';
import { ifWords, ruleSentence } from './rule-words';
import type { Named } from './use-names';
import { t } from '../../i18n/translate';

const blank: NewRule = { name: '', isActive: true, when: { on: 'customer_message' }, if: {}, then: [] };

/** The server's names for the fields. */
const shown = [
  'name',
  'when',
  ...['when.attribute', 'when.was', 'when.is'],
  ...Object.keys(ifWords).map((field) => `if.${field}`),
  ...Array.from({ length: 10 }, (_, index) => `then.${index}`),
  'then',
];

export function givenRule({ name, isActive, when, if: conditions, then }: Rule): NewRule {
  return { name, isActive, when, if: conditions, then };
}

/** What was changed since it was refused is not said to be wrong any more. */
function stillWrong(errors: Record<string, string>, draft: NewRule, tried: NewRule): Record<string, string> {
  const isSame = (path: string) => {
    const part = path.split('.')[0] as keyof NewRule;
    return draft[part] === tried[part];
  };
  return Object.fromEntries(Object.entries(errors).filter(([path]) => isSame(path)));
}

interface Props {
  /** undefined: a new one. */
  rule: Rule | undefined;
  named: Named;
  onClose: () => void;
}

export function RuleEditor({ rule, named, onClose }: Props) {
  const { http } = useConsole();
  const [draft, setDraft] = useState<NewRule>(rule ? givenRule(rule) : blank);
  const [tried, setTried] = useState(draft);
  const save = useSaving('automation-rules', shown, onClose);
  const change = (part: Partial<NewRule>) => setDraft((before) => ({ ...before, ...part }));
  const fields = stillWrong(save.errors.fields, draft, tried);
  const write = () => {
    setTried(draft);
    return rule ? http.put(`automation-rules/${rule.id}`, draft) : http.post('automation-rules', draft);
  };
  return (
    <section
      className="rule-editor"
      aria-label={rule ? t('Change {name}', { name: rule.name }) : t('New rule')}
    >
      <h3 dir="auto">{rule ? t('Change {name}', { name: rule.name }) : t('New rule')}</h3>
      <Form save={save} onSave={write}>
        <TextInput
          label={t('Name')}
          description={t('Lines in conversations say it; customers do not see it.')}
          autoFocus
          error={fields['name']}
          value={draft.name}
          onChange={({ currentTarget }) => change({ name: currentTarget.value })}
        />
        <RuleWhenFields when={draft.when} errors={fields} onChange={(when) => change({ when })} />
        <RuleConditions
          wanted={draft.if}
          named={named}
          errors={fields}
          onChange={(wanted) => change({ if: wanted })}
        />
        <RuleActions
          actions={draft.then}
          named={named}
          errors={fields}
          onChange={(then) => change({ then })}
        />
        {draft.then.some((action) => action.do === 'webhook') && <RuleSecret ruleId={rule?.id} />}
        <p className="rule-sentence" dir="auto" aria-live="polite">
          {ruleSentence(draft, named.names)}
        </p>
        <Switch
          label={t('Switched on')}
          description={t('It counts for what is written from then on.')}
          checked={draft.isActive}
          onChange={({ currentTarget }) => change({ isActive: currentTarget.checked })}
        />
        <RuleTrial rule={draft} />
        <FormFoot save={save} onClose={onClose} />
      </Form>
    </section>
  );
}
