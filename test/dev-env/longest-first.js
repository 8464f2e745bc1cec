// Where no run was timed before, as in CI, jest takes the largest files first. These take longest, whatever their size: one of them
// begun last would keep a single worker busy for a minute.
const { default: Sequencer } = require('@jest/test-sequencer');

const longest = [
  'flows/console-settings',
  'flows/console-whatsapp',
  'flows/email',
  'flows/openapi-clients',
  'flows/quality',
  'flows/api-routes',
  'contracts/postgres-backup',
  'contracts/postgres-embedded',
  'flows/console',
  'flows/killed',
  'flows/console-email',
  'contracts/postgres-hostile-archives',
  'flows/whatsapp',
  'contracts/core',
  'contracts/jobs',
  'flows/mailboxes',
  'flows/whatsapp-trouble',
  'flows/console-writing',
  'answers-model',
  'flows/console-waiting',
  'flows/widget',
  'flows/console-replies',
  'flows/day',
  'flows/console-numbers',
  'flows/real-mail',
  'flows/flooding',
  'flows/statements',
  'flows/missed-news',
  'flows/console-translated',
  'contracts/postgres-migrations',
  'flows/sla',
  'faults/ai-runs',
];
const places = new Map(longest.map((name, place) => [name, place]));
const placeOf = ({ path }) =>
  places.get(/([\w-]+\/)?[\w-]+(?=\.test\.ts$)/.exec(path)?.[0].replace(/^test\//, '')) ?? longest.length;

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).toSorted((one, other) => placeOf(one) - placeOf(other));
  }
};
