import { NativeSelect, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useRef } from 'react';
import { mostActions, type RuleAction } from '../../../protocol/automation-rules';
import { choosable } from '../../macros/use-agents';
import { Variables } from '../replies/variables';
import { RuleAdd } from './rule-add';
import { SetAttribute, SetCompanyAttribute } from './rule-attribute';
import { RowWays } from '../../ui/moves';
import { doWords } from './rule-words';
import type { Named } from './use-names';
import { t } from '../../i18n/translate';

const scheme = 'https://';

interface Props {
  actions: readonly RuleAction[];
  named: Named;
  errors: Record<string, string>;
  onChange: (actions: RuleAction[]) => void;
}

type Does = RuleAction['do'];

/** What an action begins with. */
function begun(does: Does, { agents, teams, macros }: Named): RuleAction {
  switch (does) {
    case 'reply':
    case 'note':
      return { do: does, text: '' };
    case 'add_labels':
    case 'remove_labels':
      return { do: does, labels: [] };
    case 'priority':
      return { do: does, priority: 'high' };
    case 'agent':
      return { do: does, agentId: choosable(agents, [])[0]?.value ?? '' };
    case 'team':
      return { do: does, teamId: teams[0]?.value ?? '' };
    case 'macro':
      return { do: does, macroId: macros[0]?.value ?? '' };
    case 'webhook':
      return { do: does, url: '' };
    case 'set_attribute':
    case 'set_company_attribute':
      return { do: does, attribute: '', value: null };
    default:
      return { do: does };
  }
}

const added = Object.entries(doWords).map(([value, label]) => ({ value: value as Does, label }));

export function RuleActions({ actions, named, errors, onChange }: Props) {
  const change = (index: number, action: RuleAction) => onChange(actions.toSpliced(index, 1, action));
  return (
    <fieldset className="rule-part">
      <legend>{t('Then')}</legend>
      {actions.map((action, index) => (
        <div className="rule-row" key={index}>
          <Action
            action={action}
            named={named}
            error={errors[`then.${index}`]}
            onChange={(next) => change(index, next)}
          />
          <RowWays what={`“${doWords[action.do]}”`} index={index} all={actions} onChange={onChange} />
        </div>
      ))}
      {actions.length < mostActions && (
        <RuleAdd
          label={t('Add an action')}
          hint={t('Add an action …')}
          error={errors['then']}
          choices={added}
          onAdd={(does) => onChange([...actions, begun(does, named)])}
        />
      )}
    </fieldset>
  );
}

interface ActionProps {
  action: RuleAction;
  named: Named;
  error: string | undefined;
  onChange: (action: RuleAction) => void;
}

function Action({ action, named, error, onChange }: ActionProps) {
  const common = { label: doWords[action.do], className: 'grow', error };
  switch (action.do) {
    case 'reply':
    case 'note':
      return <Said action={action} error={error} onChange={onChange} />;
    case 'add_labels':
    case 'remove_labels':
      return (
        <TagsInput
          {...common}
          placeholder={t('Enter adds one')}
          value={action.labels}
          onChange={(labels) => onChange({ ...action, labels })}
        />
      );
    case 'webhook':
      return (
        <TextInput
          {...common}
          type="url"
          placeholder={scheme}
          value={action.url}
          onChange={({ currentTarget }) => onChange({ ...action, url: currentTarget.value })}
        />
      );
    case 'set_attribute':
      return <SetAttribute label={common.label} {...{ action, error, onChange }} />;
    case 'set_company_attribute':
      return <SetCompanyAttribute label={common.label} {...{ action, error, onChange }} />;
    default:
      return <Choice {...{ action, named, error, onChange }} />;
  }
}

interface SaidProps {
  action: Extract<RuleAction, { do: 'reply' | 'note' }>;
  error: string | undefined;
  onChange: (action: RuleAction) => void;
}

function Said({ action, error, onChange }: SaidProps) {
  const words = useRef<HTMLTextAreaElement>(null);
  const say = (text: string) => onChange({ ...action, text });
  return (
    <div className="grow">
      <Textarea
        ref={words}
        label={doWords[action.do]}
        error={error}
        description={
          action.do === 'reply'
            ? t('In the name of your organization, at most once a day. {example} is filled in.', {
                example: '{{customer.first_name|there}}',
              })
            : t('Only your team sees it.')
        }
        autosize
        minRows={2}
        value={action.text}
        onChange={({ currentTarget }) => say(currentTarget.value)}
      />
      <Variables of={words} text={action.text} onChange={say} />
    </div>
  );
}

const priorities = ['low', 'normal', 'high', 'urgent'];

/** What is chosen of a list, or needs nothing besides its name. */
function Choice({ action, named, error, onChange }: ActionProps) {
  const common = { label: doWords[action.do], className: 'grow', error };
  const of = {
    priority: ['priority', priorities],
    agent: ['agentId', choosable(named.agents, action.do === 'agent' ? [action.agentId] : [])],
    team: ['teamId', named.teams],
    macro: ['macroId', named.macros],
  } as const;
  if (!(action.do in of)) {
    return (
      <p className="grow rule-plain">
        {doWords[action.do]}
        {error && <span className="failed">: {error}</span>}
      </p>
    );
  }
  const [field, data] = of[action.do as keyof typeof of];
  return (
    <NativeSelect
      {...common}
      data={[...data]}
      value={String((action as unknown as Record<string, string>)[field])}
      onChange={({ currentTarget }) => onChange({ ...action, [field]: currentTarget.value } as RuleAction)}
    />
  );
}
