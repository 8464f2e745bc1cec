import { plainText } from './plain-text';

it('says the rows of a table with the names of their columns, and leaves other bars alone', () => {
  const table = [
    'What it costs:',
    '',
    '| Kayak | Half day | **Whole day** |',
    '| :--- | --- | ---: |',
    '| Single | £20 | |',
    '| Double \\| two | £30 | £50 |',
    '',
    'Ask for A | B.',
  ].join('\n');
  expect(plainText(table)).toBe(
    'What it costs:\n\n- Kayak: Single; Half day: £20\n- Kayak: Double | two; Half day: £30; Whole day: £50\n\nAsk for A | B.',
  );
  expect(plainText('| Day |\n| --- |')).toContain('Day');
  expect(plainText('Day | Hours\n--- | ---\nMonday | 8 to 18')).toBe('- Day: Monday; Hours: 8 to 18');
});
