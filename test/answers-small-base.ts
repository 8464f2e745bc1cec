// A town library: small enough to be asked in a test, with articles that lie near each other. It only measures: no rule is made by it.
import type { EvaluationSet } from './answers-evaluation';

const articles: Record<string, [title: string, content: string, ...asked: string[]]> = {
  card: [
    'Get a library card',
    'Anybody who lives, works or studies in the town gets a library card at the desk. Bring an identity card or a passport with your address. The card is free for children and costs 15 euros a year for adults.',
    'how do I sign up for the library?',
    'what do I have to bring to become a member',
    'is membership free for kids?',
  ],
  lostCard: [
    'Replace a lost card',
    'Tell us at once when your card is lost or stolen: we block it, so that nobody borrows in your name. A new card costs 3 euros and is printed while you wait.',
    'I cannot find my library card anymore',
    'someone stole my card, can you block it?',
    'what does a replacement card cost?',
  ],
  loan: [
    'How long you may keep what you borrow',
    'Books are lent for four weeks, films and games for one week, magazines for two. The date stands on the slip that the machine prints, and in your account.',
    'for how many weeks can I have a book?',
    'when do I need to bring back a dvd',
    'how logn is the loan period for magazines',
  ],
  renew: [
    'Renew a loan',
    'A loan is renewed twice in your account or by phone, each time for the same period, unless somebody else has reserved it. Films and games cannot be renewed.',
    'can I extend my loan?',
    'I need more time with my book',
    'how often may I renew?',
  ],
  late: [
    'Fees for what comes back late',
    'For each day that a book is late we charge 20 cents, for a film 50 cents, at most 10 euros an item. Fees are paid at the desk or by card in your account. While you owe more than 20 euros, nothing is lent.',
    'what is the fine if I return something too late?',
    'I am overdue, how much do I owe',
    'how can I pay my fees?',
  ],
  lostBook: [
    'When a book is lost or damaged',
    'Whoever loses or damages a book replaces it: with a new copy of the same edition, or by paying its price and 5 euros for the work. Pencil marks and torn pages are mended by us for 2 euros.',
    'my dog ate the novel I borrowed',
    'I lost a book of yours, what now?',
    'coffee got spilled on a page, do I have to replace it',
  ],
  reserve: [
    'Reserve a title',
    'What is lent out can be reserved in the catalogue for 1 euro. We write to you when it is here, and keep it at the desk for seven days.',
    'the novel I want is lent to somebody else, can you keep it for me when it comes back?',
    'how many days do you hold a reservation?',
    'can I put a book on hold?',
  ],
  interlibrary: [
    'Order from another library',
    'Titles that we do not own come by interlibrary loan from other libraries within two to three weeks. An order costs 2.50 euros, whether or not it can be had.',
    'you do not have the book I need, can you get it from elsewhere?',
    'what does interlibrary loan cost?',
    'how long until a book from another library arrives',
  ],
  ebooks: [
    'E-books and audio books',
    'With your card you borrow e-books and audio books in the app Onleihe, ten at a time, for three weeks; they return by themselves. They do not open on a Kindle.',
    'can I read your ebooks on my kindle?',
    'do you lend audiobooks',
    'how many e-books can I have at once?',
  ],
  printing: [
    'Print, copy and scan',
    'Printing and copying cost 10 cents a page in black and white and 50 cents in colour; scanning to a stick or by mail is free. Pay with coins or your card.',
    'how much is a colour print?',
    'can I scan a document at your place',
    'is photocopying possible?',
  ],
  rooms: [
    'Book a study room',
    'Groups of two to six book a study room for up to three hours a day, on the web page or at the desk. Who is 15 minutes late loses the room.',
    'we want a room to learn together',
    'for how many hours can we have the group room?',
    'where do I book a study room',
  ],
  hours: [
    'Opening hours',
    'We are open Tuesday to Friday from 10 to 19, on Saturday from 10 to 15, and closed on Sunday and Monday. The box for returns beside the door is open day and night.',
    'are you open on mondays?',
    'when do you close on Saturday?',
    'can I return books at night',
  ],
};

/** Near ones are of libraries and not in the base, far ones are of anything. */
const unanswered = [
  'do you have a job for a librarian?',
  'may I bring my dog into the reading room?',
  'where can I park my car?',
  'do you buy used novels?',
  'is there a café in the building?',
  'who wrote The Magic Mountain?',
  'can I rent the hall for a wedding?',
  'what is the weather tomorrow',
  'how do I cook rice',
  'my washing machine leaks',
  'who won the election in France?',
  'sell me a train ticket to Lyon',
];

export const smallBase: EvaluationSet = {
  name: 'library',
  kb: Object.entries(articles).map(([id, [title, content]]) => ({ id, title, content })),
  examples: {},
  queries: [
    ...Object.entries(articles).flatMap(([id, [, , ...asked]]) =>
      asked.map((text, i) => ({ id: `${id}-${i}`, text, relevantIds: [id] })),
    ),
    ...unanswered.map((text, i) => ({ id: `no-${i}`, text, relevantIds: [] })),
  ],
};
