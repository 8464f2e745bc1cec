import { consoleLanguages } from '../protocol/model/console-languages';
import { invitationLetter, resetLetter } from './letters';

const link = 'https://support.shop.test/console/join#secret';

it.each(consoleLanguages)('letters in %s say who writes and where to go', (language) => {
  const invited = invitationLetter(language, { name: 'Grace', organization: 'Shop', link });
  expect(invited.subject).toContain('Shop');
  for (const part of ['Grace', 'Shop', link]) expect(invited.text).toContain(part);
  const reset = resetLetter(language, { organization: 'Shop', link });
  for (const part of ['Shop', link]) expect(reset.text).toContain(part);
  expect(JSON.stringify([invited, reset])).not.toMatch(/\{\w+\}/);
});
