import { Textarea } from '@mantine/core';
import type { Criterion, QualityReview } from '../../protocol/quality';
import { Icon } from '../icons';
import { criterionWords, valuesOf, valueWord } from './score-words';
import type { Scoring } from './use-scoring';
import { t } from '../i18n/translate';

interface Props {
  criterion: Criterion;
  index: number;
  scoring: Scoring;
  review: QualityReview;
  locked: boolean;
}

/** One line of the card: its values, and why. */
export function CriterionScore({ criterion, index, scoring, review, locked }: Props) {
  const { given, set, at, setAt } = scoring;
  const { value, comment = '' } = given[criterion.id] ?? {};
  const proposed = review.proposal?.scores.find(({ criterionId }) => criterionId === criterion.id);
  return (
    <fieldset
      className={at === index && !locked ? 'quality-criterion current' : 'quality-criterion'}
      onFocus={() => setAt(index)}
      disabled={locked}
    >
      <legend dir="auto">{criterion.name}</legend>
      <p className="quiet" dir="auto">
        {criterion.good}
      </p>
      <p className="quiet">{criterionWords(criterion)}</p>
      <div className="quality-values">
        {valuesOf(criterion).map((one) => (
          <label key={one.word} className={value === one.value ? 'chosen' : undefined}>
            <input
              type="radio"
              name={criterion.id}
              checked={value === one.value}
              onChange={() => set(criterion.id, { value: one.value })}
            />
            {one.word}
          </label>
        ))}
      </div>
      {proposed && !locked && (
        <p className="quality-proposed">
          <Icon name="spark" size={14} label={t('The model')} />{' '}
          <strong>{valueWord(criterion, proposed.value)}</strong>: {proposed.reason}{' '}
          {proposed.quote && <q dir="auto">{proposed.quote}</q>}
        </p>
      )}
      <Textarea
        aria-label={t('Why, {name}', { name: criterion.name })}
        placeholder={t('Why')}
        autosize
        minRows={1}
        maxLength={1000}
        value={comment}
        onChange={({ currentTarget }) => set(criterion.id, { comment: currentTarget.value })}
      />
    </fieldset>
  );
}
