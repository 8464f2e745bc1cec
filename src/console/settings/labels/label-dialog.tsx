import { Radio, TextInput } from '@mantine/core';
import { useState, type CSSProperties } from 'react';
import { labelColours, type Label, type LabelColour } from '../../../protocol/labels';
import { useConsole } from '../../context';
import { hues } from '../../data/use-label-marks';
import { FormDialog, useSaving } from '../../ui/form';
import { t } from '../../i18n/translate';

const words: Record<LabelColour, string> = {
  red: t('Red'),
  orange: t('Orange'),
  yellow: t('Yellow'),
  green: t('Green'),
  teal: t('Teal'),
  blue: t('Blue'),
  violet: t('Violet'),
  pink: t('Pink'),
};

export function LabelDialog({ label, onClose }: { label?: Label; onClose: () => void }) {
  const { http } = useConsole();
  const [next, setNext] = useState({
    name: label?.name ?? '',
    colour: label?.colour ?? null,
    description: label?.description ?? '',
  });
  const save = useSaving('labels', ['name', 'colour', 'description'], onClose);
  const renamed = label !== undefined && next.name.trim() !== label.name && next.name.trim() !== '';
  return (
    <FormDialog
      title={label ? t('Change {name}', { name: label.name }) : t('New label')}
      save={save}
      onSave={() =>
        label ? http.patch(`labels/${encodeURIComponent(label.name)}`, next) : http.post('labels', next)
      }
      onClose={onClose}
    >
      <TextInput
        label={t('Name')}
        data-autofocus
        maxLength={50}
        value={next.name}
        error={save.errors.fields['name']}
        onChange={({ currentTarget }) => setNext({ ...next, name: currentTarget.value })}
      />
      {renamed && (
        <p className="quiet" role="status">
          {t(
            'Views, macros, rules, playbooks, promises and teams that name it follow at once, its conversations within a while.',
          )}
        </p>
      )}
      <ColourField value={next.colour} onChange={(colour) => setNext({ ...next, colour })} />
      <TextInput
        label={t('Description')}
        description={t('When it is used. May be empty.')}
        maxLength={200}
        value={next.description}
        error={save.errors.fields['description']}
        onChange={({ currentTarget }) => setNext({ ...next, description: currentTarget.value })}
      />
    </FormDialog>
  );
}

interface ColourProps {
  value: LabelColour | null;
  onChange: (colour: LabelColour | null) => void;
}

function ColourField({ value, onChange }: ColourProps) {
  return (
    <Radio.Group
      label={t('Colour')}
      value={value ?? 'grey'}
      onChange={(one) => onChange(one === 'grey' ? null : (one as LabelColour))}
    >
      <div className="actions">
        <Radio value="grey" label={<span className="label">{t('Grey')}</span>} />
        {labelColours.map((one) => (
          <Radio
            key={one}
            value={one}
            label={
              <span className="label hue" style={{ '--hue': hues[one] } as CSSProperties}>
                {words[one]}
              </span>
            }
          />
        ))}
      </div>
    </Radio.Group>
  );
}
