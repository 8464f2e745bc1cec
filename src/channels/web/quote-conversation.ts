// A conversation as one text of its customer: their own words as they are, the others' quoted. Pure, and of no language.
import { maxTextLength, type Message } from '../../protocol/model/message';
import { forCustomer } from '../../sessions/visibility';

const cut = '…';

/** Empty where the customer said nothing. What does not fit is left out at its beginning. */
export function quoteConversation(messages: readonly Message[]): string {
  const said = messages
    .map(forCustomer)
    .filter((message) => message !== null)
    .filter(({ type }) => type !== 'system' && type !== 'handover');
  if (!said.some(({ sender }) => sender === 'customer')) return '';
  const parts = said.map(partOf).filter((part) => part !== '');
  let room = maxTextLength - cut.length - 2;
  let first = parts.length;
  while (first > 0 && parts[first - 1]!.length + 2 <= room) room -= parts[--first]!.length + 2;
  if (first === 0) return parts.join('\n\n');
  return [cut, ...(first === parts.length ? [endOf(parts.at(-1)!, room)] : parts.slice(first))].join('\n\n');
}

function partOf({ sender, senderName, content }: Message): string {
  const files = content.fileName === undefined ? [] : [`[${content.fileName}]`];
  const text = [...files, ...(content.text ? [content.text] : [])].join('\n');
  if (sender === 'customer' || text === '') return text;
  const named = senderName === undefined ? text : `${senderName}: ${text}`;
  return named
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}

/** Never begins in the middle of a character. */
function endOf(text: string, length: number): string {
  return text.slice(-length).replace(/^[\udc00-\udfff]/, '');
}
