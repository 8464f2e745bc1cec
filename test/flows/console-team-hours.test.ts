// A team with hours and holidays of its own, set in its form; what is promised of its conversations counts in them.
import type { Session } from '../../src/protocol/model/session';
import type { Team } from '../../src/protocol/teams';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { testInBrowser } from '../dev-env/in-browser';
import { customer, faults, pictures, sideways, useDesk } from './console-desk';

const at = useDesk({ PARLEY_DEMO: 'off' });
const minutes = 60_000;

const teams = async () => ((await at.server.request('GET', 'teams')).body as { items: Team[] }).items;

testInBrowser(
  'A team gets its own hours and holidays in its form, a promise counts in them, and without them in those of all',
  async () => {
    const page = await at.open({ path: '/console/settings?section=teams' });
    await page.getByRole('button', { name: 'New team' }).click();
    const dialog = page.getByRole('dialog');
    const save = dialog.getByRole('button', { name: 'Save' });
    const own = dialog.getByRole('switch', { name: 'Its own business hours' });
    await dialog.getByLabel('Name', { exact: true }).fill('Night shift');
    await eventuallyPasses(async () => expect(await dialog.getByLabel('Monday, from').count()).toBe(0));
    await own.check({ force: true });
    for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'])
      await dialog.getByLabel(day, { exact: true }).last().uncheck();
    await dialog.getByText('Every day is closed: no promise of its conversations comes due.').waitFor();
    await dialog.getByRole('combobox', { name: 'Time zone' }).fill('berl');
    await page.getByRole('option', { name: 'Europe/Berlin' }).click();
    await dialog.getByLabel('Saturday', { exact: true }).last().check();
    await dialog.getByLabel('Saturday, from', { exact: true }).fill('20:00');
    await dialog.getByLabel('Saturday, to', { exact: true }).fill('18:00');
    await save.click();
    await dialog.getByText(/^The end must be later than the start/).waitFor();
    expect(await faults(page)).toEqual([]);
    expect(await teams()).toEqual([]);

    await dialog.getByLabel('Saturday, to', { exact: true }).fill('22:00');
    await dialog.getByRole('button', { name: 'Add a holiday' }).click();
    await dialog.getByLabel('Holiday 1, day').fill('2026-12-24');
    await save.click();
    await dialog.getByText('Name the day.').waitFor();
    await dialog.getByLabel('Holiday 1, name').fill('Christmas Eve');
    // What was mended is not said to be wrong any more.
    await dialog.getByText('Name the day.').waitFor({ state: 'detached' });
    expect(await faults(page)).toEqual([]);
    await pictures(page, 'team-hours', {
      before: async () => {
        await dialog.getByLabel('Saturday, to', { exact: true }).scrollIntoViewIfNeeded();
        expect(await sideways(page)).toEqual([]);
      },
    });
    await save.click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('li', { hasText: 'Night shift' }).getByText('Its own business hours').waitFor();
    const [team] = await teams();
    expect(team).toMatchObject({
      name: 'Night shift',
      businessHours: {
        timeZone: 'Europe/Berlin',
        days: { sat: [['20:00', '22:00']] },
        holidays: [{ date: '2026-12-24', name: 'Christmas Eve' }],
      },
    });

    const everybody = { id: '00000000-0000-4000-8000-000000000007', name: 'Everybody', when: {} };
    const saved = await at.server.request('POST', 'settings', {
      body: {
        ...{ category: 'sla', key: 'policies' },
        value: [{ ...everybody, firstReply: 30, inBusinessHours: true }],
      },
    });
    expect(saved.status).toBe(201);
    const who = await customer(at.server, { firstName: 'Nia' });
    const asked = Date.now();
    await who.say('Where is my parcel?');
    const sessionId = await who.askForPerson();
    const dueAt = async () => {
      const { body } = await at.server.request('GET', `sessions/${sessionId}`);
      return (body as Session).sla?.dueAt;
    };
    await at.server.request('POST', `sessions/${sessionId}/transfer`, {
      body: { to: { teamId: team!.id } },
    });
    const inTheirs = await eventually(async () => {
      const due = await dueAt();
      return due !== undefined && isSaturday(due) && due;
    });
    expect(Date.parse(inTheirs)).toBeGreaterThan(asked + 29 * minutes);

    // Opened again it shows what was set; switched off, the hours of all hold: there are none.
    await page.getByRole('button', { name: 'Change Night shift' }).click();
    await eventuallyPasses(async () =>
      expect(await dialog.getByLabel('Saturday, from', { exact: true }).inputValue()).toBe('20:00'),
    );
    await eventuallyPasses(async () =>
      expect(await dialog.getByLabel('Holiday 1, name').inputValue()).toBe('Christmas Eve'),
    );
    await own.uncheck({ force: true });
    await save.click();
    await dialog.waitFor({ state: 'detached' });
    expect((await teams())[0]).not.toHaveProperty('businessHours');
    const inHalfAnHour = Date.now() + 30 * minutes;
    await eventually(async () => {
      const due = await dueAt();
      return due !== undefined && Date.parse(due) < inHalfAnHour;
    });
  },
);

/** Between 20:00 and 22:00 in Berlin. */
const isSaturday = (time: string) =>
  /^Sat(, |\s)2[01]:/.test(
    new Intl.DateTimeFormat('en-GB', {
      ...{ weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
      timeZone: 'Europe/Berlin',
    } as const).format(new Date(time)),
  );
