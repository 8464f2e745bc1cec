// The organization's own card: what conversations are scored by, and how many are drawn.
import { Button, NumberInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Criterion, QualityCard } from '../../protocol/quality';
import { useConsole } from '../context';
import { Icon } from '../icons';
import { PageForm, useSaving } from '../ui/form';
import { Trouble, Waiting } from '../ui/page-frame';
import { CriterionFields } from './criterion-fields';
import { t } from '../i18n/translate';

const most = 10;
const counts = [
  ['perAgent', t('Of each agent, a week')],
  ['perTeam', t('Of each team, a week')],
  ['perAi', t('Of the AI, a week')],
] as const;

const fresh = (): Criterion => ({
  id: crypto.randomUUID(),
  name: '',
  good: '',
  weight: 1,
  scale: 'one_to_five',
  critical: false,
});

export default function CardEditor() {
  const { http } = useConsole();
  const { data, error, refetch } = useQuery({
    queryKey: ['quality/card'],
    queryFn: () => http.get<QualityCard>('quality/card'),
    refetchOnWindowFocus: false,
  });
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  return data ? <Editor card={data} /> : <Waiting />;
}

function Editor({ card }: { card: QualityCard }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [next, setNext] = useState<QualityCard>(() =>
    card.criteria.length > 0 ? card : { ...card, criteria: [fresh()] },
  );
  const { criteria } = next;
  const shown = criteria.flatMap((_, index) =>
    ['name', 'good', 'weight'].map((one) => `criteria.${index}.${one}`),
  );
  const save = useSaving('quality/reviews', [...shown, ...counts.map(([name]) => name)]);
  const put = (change: Partial<QualityCard>) => setNext((now) => ({ ...now, ...change }));
  const replace = (index: number, change: Partial<Criterion>) =>
    put({ criteria: criteria.map((one, at) => (at === index ? { ...one, ...change } : one)) });
  return (
    <PageForm
      save={save}
      onSave={async () => {
        const { updatedAt: _, ...given } = next;
        queries.setQueryData(['quality/card'], await http.put<QualityCard>('quality/card', given));
      }}
    >
      <p className="quiet">
        {t(
          'What was scored before keeps the card of its time. A score is the mean by weight, from 0 to 100; what does not apply is left out of it.',
        )}
      </p>
      {criteria.map((criterion, index) => (
        <CriterionFields
          key={criterion.id}
          {...{ criterion, index }}
          errors={save.errors.fields}
          onChange={(change) => replace(index, change)}
          onRemove={
            criteria.length > 1
              ? () => put({ criteria: criteria.filter((_, at) => at !== index) })
              : undefined
          }
        />
      ))}
      <div>
        <Button
          variant="default"
          leftSection={<Icon name="plus" size={16} />}
          disabled={criteria.length >= most}
          onClick={() => put({ criteria: [...criteria, fresh()] })}
        >
          {criteria.length >= most ? t('Ten are the most') : t('One more')}
        </Button>
      </div>
      <Sizes card={next} errors={save.errors.fields} onChange={put} />
    </PageForm>
  );
}

interface SizesProps {
  card: QualityCard;
  errors: Record<string, string | undefined>;
  onChange: (change: Partial<QualityCard>) => void;
}

function Sizes({ card, errors, onChange }: SizesProps) {
  return (
    <>
      <h2>{t('The weekly sample')}</h2>
      <p className="quiet">
        {t(
          'Drawn on Monday from what was closed in the week before (UTC), at random, of conversations in which they answered. 0 draws none.',
        )}
      </p>
      {counts.map(([name, label]) => (
        <NumberInput
          key={name}
          label={label}
          min={0}
          max={20}
          allowDecimal={false}
          value={card[name]}
          error={errors[name]}
          onChange={(value) => onChange({ [name]: typeof value === 'number' ? value : 0 })}
        />
      ))}
    </>
  );
}
