import type { Playbook } from '../../../protocol/playbooks';
import { fieldsOf, givenPlaybook, newStep, whenWords } from './playbook-form';

const playbook: Playbook = {
  ...{ id: 'p', name: 'Refund', isActive: true, createdAt: '', updatedAt: '' },
  when: { label: ['refund'], words: ['money back'] },
  steps: [
    { id: 'a', text: 'Ask', link: { kind: 'reply', id: 'r', title: 'Order number' } },
    { id: 'b', text: 'Say' },
  ],
};

describe('the fields of a playbook', () => {
  it('are what it says, and say it again', () => {
    expect(givenPlaybook(fieldsOf(playbook))).toEqual({
      ...{ name: 'Refund', isActive: true, when: playbook.when },
      steps: [
        { id: 'a', text: 'Ask', link: { kind: 'reply', id: 'r' } },
        { id: 'b', text: 'Say' },
      ],
    });
  });

  it('begin with one empty step; a new step has no id, and no two have one key', () => {
    expect(fieldsOf(undefined).steps).toHaveLength(1);
    expect(givenPlaybook(fieldsOf(undefined)).steps).toEqual([{ text: '' }]);
    expect(newStep().key).not.toBe(newStep().key);
  });

  it('say in words where it is offered', () => {
    expect(whenWords({})).toBe('Chosen by hand');
    expect(whenWords(playbook.when)).toBe(
      'Offered where the label is “refund” and somebody says “money back”',
    );
    expect(whenWords({ channelType: ['email', 'whatsapp'] })).toBe(
      'Offered where it came by E-mail or WhatsApp',
    );
  });
});
