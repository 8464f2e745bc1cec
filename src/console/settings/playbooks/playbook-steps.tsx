import { Button, Select, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Article } from '../../../protocol/knowledge';
import { mostSteps } from '../../../protocol/playbooks';
import { useConsole } from '../../context';
import { useReplies } from '../../conversation/picker/use-replies';
import { allPages } from '../../data/http';
import { Icon } from '../../icons';
import { useMacros } from '../../macros/use-macros';
import { RowWays } from '../../ui/moves';
import { newStep, type StepFields } from './playbook-form';
import { t } from '../../i18n/translate';

interface Props {
  steps: readonly StepFields[];
  errors: Record<string, string>;
  onChange: (steps: StepFields[]) => void;
}

/** What a step may bring along: what the whole team has. */
function useLinks() {
  const { http } = useConsole();
  const { replies } = useReplies();
  const { macros } = useMacros();
  const { data: articles = [] } = useQuery({
    queryKey: ['knowledge/articles', 'all'],
    queryFn: () => allPages<Article>(http, 'knowledge/articles'),
    staleTime: 60_000,
  });
  const choices = (kind: string, all: ReadonlyArray<{ id: string; title: string }>) =>
    all.map(({ id, title }) => ({ value: `${kind} ${id}`, label: title }));
  const groups = [
    {
      group: t('Insert a reply'),
      items: choices(
        'reply',
        replies.filter(({ shared }) => shared),
      ),
    },
    {
      group: t('Run a macro'),
      items: choices(
        'macro',
        macros.filter(({ shared }) => shared),
      ),
    },
    { group: t('Insert an article'), items: choices('article', articles) },
  ];
  return groups.filter(({ items }) => items.length > 0);
}

export function PlaybookSteps({ steps, errors, onChange }: Props) {
  const links = useLinks();
  const change = (index: number, part: Partial<StepFields>) =>
    onChange(steps.map((step, at) => (at === index ? { ...step, ...part } : step)));
  return (
    <fieldset className="rule-part">
      <legend>{t('Steps, in order')}</legend>
      {steps.map((step, index) => {
        const what = t('step {number}', { number: index + 1 });
        return (
          <div key={step.key} className="playbook-step-fields">
            <div className="grow">
              <Textarea
                aria-label={t('Step {number}', { number: index + 1 })}
                placeholder={t('What is to be done')}
                autosize
                minRows={1}
                maxRows={4}
                error={errors[`steps.${index}.text`]}
                value={step.text}
                onChange={({ currentTarget: { value } }) => change(index, { text: value })}
              />
              <Select
                size="xs"
                aria-label={t('What {step} brings along', { step: what })}
                placeholder={t('Nothing to insert')}
                data={links}
                searchable
                clearable
                clearButtonProps={{ 'aria-label': t('Nothing to insert with {step}', { step: what }) }}
                error={errors[`steps.${index}.link`]}
                value={step.link || null}
                onChange={(link) => change(index, { link: link ?? '' })}
              />
            </div>
            <RowWays what={what} index={index} all={steps} onChange={onChange} />
          </div>
        );
      })}
      {errors['steps'] && <p role="alert">{errors['steps']}</p>}
      <Button
        size="compact-sm"
        variant="default"
        justify="start"
        leftSection={<Icon name="plus" size={14} />}
        disabled={steps.length >= mostSteps}
        onClick={() => onChange([...steps, newStep()])}
      >
        {t('Add a step')}
      </Button>
    </fieldset>
  );
}
