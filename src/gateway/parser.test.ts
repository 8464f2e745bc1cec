import { Decoder, Encoder, PacketType, type Packet } from 'socket.io-parser';
import { parser } from './parser';

const packets: Packet[] = [
  { type: PacketType.CONNECT, nsp: '/customer', data: { sid: 'a' } } as Packet,
  { type: PacketType.CONNECT, nsp: '/' } as Packet,
  { type: PacketType.CONNECT, nsp: '/agent', data: null } as Packet,
  { type: PacketType.DISCONNECT, nsp: '/agent' } as Packet,
  {
    type: PacketType.EVENT,
    nsp: '/customer',
    data: ['message:new', { seq: 1, text: 'ü "\\ \u2028' }],
  } as Packet,
  { type: PacketType.EVENT, nsp: '/', id: 0, data: ['typing', {}] } as Packet,
  { type: PacketType.ACK, nsp: '/agent', id: 17, data: [{ ok: true }] } as Packet,
  { type: PacketType.CONNECT_ERROR, nsp: '/agent', data: { message: 'no', data: null } } as Packet,
];

test.each(packets)('writes what socket.io itself writes: %j', (packet) => {
  const [ours] = new parser.Encoder().encode(packet);
  expect([ours]).toEqual(new Encoder().encode(packet));
  const decoder = new Decoder();
  const decoded = new Promise((resolve) => decoder.on('decoded', resolve));
  decoder.add(ours);
  const { data, ...rest } = packet;
  return expect(decoded).resolves.toMatchObject({ ...rest, ...(data && { data }) });
});
