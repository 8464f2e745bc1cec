import { headersFrom, headersTo, propertiesFrom, propertiesTo } from './tool-lines';

it('reads lines as they were written', () => {
  const headers = 'Authorization: Bearer a:b\nX-Key: 1';
  expect(headersFrom(`${headers}\n\n`)).toEqual({ Authorization: 'Bearer a:b', 'X-Key': '1' });
  expect(headersTo(headersFrom(headers))).toBe(headers);
  const lines = 'status = order.state\nparcels integer\ncarrier';
  expect(propertiesFrom(lines)).toEqual({
    status: { type: 'string', path: 'order.state' },
    parcels: { type: 'integer' },
    carrier: { type: 'string' },
  });
  expect(propertiesTo(propertiesFrom(lines))).toBe(lines);
});
