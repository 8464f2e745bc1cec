import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { auditWords, kinds } from './audit-words';

const api = join(__dirname, '../../api');
/** They read only, or are written down as who came in. */
const unlogged = ['preview', 'search', 'check-rows', 'forgot', 'invitation', 'refresh', 'renew'];

test('everything that the audit log holds of a route is said in words, and its kind can be asked for', () => {
  const source = readdirSync(api, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(api, name), 'utf8'))
    .join('\n');
  const actions = [...source.matchAll(/'([a-z-]+\.[a-z-]+)',\s*'(?:post|put|patch|delete) /g)]
    .map(([, action]) => action!)
    .filter((action) => !unlogged.includes(action.split('.')[1]!));
  expect(actions.length).toBeGreaterThan(100);
  const unsaid = actions.filter((action) => {
    const [resource = '', verb = ''] = action.split('.');
    const said = auditWords({ action, resource });
    return !Object.hasOwn(kinds, resource) || said === `${kinds[resource]}: ${verb.replaceAll('-', ' ')}`;
  });
  // Of these the word is the verb itself.
  expect(unsaid.filter((action) => !/\.(read|used)$/.test(action))).toEqual([]);
});
