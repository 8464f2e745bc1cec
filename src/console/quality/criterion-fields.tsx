import { Button, Checkbox, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import type { Criterion } from '../../protocol/quality';
import { t } from '../i18n/translate';

interface Props {
  criterion: Criterion;
  index: number;
  errors: Record<string, string | undefined>;
  onChange: (change: Partial<Criterion>) => void;
  onRemove: (() => void) | undefined;
}

const scales = [
  { value: 'one_to_five', label: t('1 to 5') },
  { value: 'yes_no', label: t('Yes or no') },
];

export function CriterionFields({ criterion, index, errors, onChange, onRemove }: Props) {
  const { name, good, weight, scale, critical } = criterion;
  const error = (field: string) => errors[`criteria.${index}.${field}`];
  return (
    <fieldset className="quality-edit">
      <legend>{name || t('Criterion {index}', { index: index + 1 })}</legend>
      <TextInput
        label={t('Name')}
        maxLength={80}
        value={name}
        error={error('name')}
        onChange={({ currentTarget: { value } }) => onChange({ name: value })}
      />
      <Textarea
        label={t('What good looks like')}
        autosize
        minRows={2}
        maxLength={500}
        value={good}
        error={error('good')}
        onChange={({ currentTarget: { value } }) => onChange({ good: value })}
      />
      <div className="quality-edit-row">
        <Select
          label={t('Scale')}
          data={scales}
          value={scale}
          allowDeselect={false}
          onChange={(value) => onChange({ scale: value as Criterion['scale'] })}
        />
        <NumberInput
          label={t('Weight')}
          min={1}
          max={10}
          allowDecimal={false}
          value={weight}
          error={error('weight')}
          onChange={(value) => onChange({ weight: typeof value === 'number' ? value : 1 })}
        />
      </div>
      <Checkbox
        label={t('Critical')}
        description={t('A no, or a 1, makes the whole score 0.')}
        checked={critical}
        onChange={({ currentTarget: { checked } }) => onChange({ critical: checked })}
      />
      {onRemove && (
        <div>
          <Button size="compact-sm" variant="default" onClick={onRemove}>
            {name ? t('Remove {name}', { name }) : t('Remove criterion {index}', { index: index + 1 })}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
