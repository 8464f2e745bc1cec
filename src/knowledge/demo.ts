// The help centre of an invented shop for outdoor goods, so that a newcomer has something to ask.
import { firstNames } from '../protocol/first-day';
import type { ArticleInput } from '../protocol/knowledge';

export const demoShop = firstNames.demo;

/** Questions that the articles answer: for the widget's first view. */
export const demoQuestions = [
  'How long does a refund take?',
  'Where is my order?',
  'What does delivery cost?',
] as const;

const refunds = `A refund takes 5 to 7 working days from the day your return reaches our warehouse. We check the parcel within 2 working days of its arrival and send you an e-mail as soon as the refund is on its way; your bank or card company then needs up to 5 more days to show it.

We refund to the method you paid with. Gift cards are refunded to the same gift card, and PayPal payments usually show within a day. Delivery charges are refunded only if the whole order goes back within 30 days, or if the fault was ours.

If 10 working days have passed since our e-mail and nothing has arrived, ask your bank first: most late refunds are waiting there. If they cannot find it, write to us with your order number and we will trace the payment.`;

const shipping = `Standard delivery costs £4.50 and takes 2 to 4 working days within the United Kingdom. Orders over £60 are delivered free of charge. Express delivery costs £8.90: order before 2 pm on a working day and the parcel arrives the next working day.

## Delivery abroad

We deliver to all countries of the European Union, Norway and Switzerland. Delivery to the EU costs £12 and takes 4 to 7 working days; delivery to Norway and Switzerland costs £16 and takes 5 to 9 working days. Duties and taxes are included in the price you see at checkout, so nothing is due at the door.

Tents, kayaks and other bulky goods go by freight. The carrier rings you beforehand to agree a day, and the charge of £25 is shown at checkout.`;

const returns = `You can return anything within 30 days of the day it arrived, as long as it is unused and its labels are still on. Boots may be tried on indoors; tents and sleeping bags may be unpacked once.

1. Sign in and open **Orders**, choose the order and press **Return items**. If you ordered as a guest, use the link in your order e-mail.
2. Print the label, or show the code on your phone at the post office.
3. Hand in the parcel and keep the receipt until your refund has arrived.

Returns from the United Kingdom are free. From other countries we deduct £6 from the refund. Somebody else may hand in the parcel for you; only the label matters.

Swimwear, opened food and gas canisters cannot be returned, and nor can goods that were made to your order.`;

const sizes = `Our clothes follow standard UK sizes. If you are between two sizes, take the larger one for jackets, since they are worn over other layers, and the smaller one for base layers, which should sit close.

To measure yourself, use a soft tape: chest at the widest point under the arms, waist at the navel, hips at the widest point. Compare the figures with the size chart on the product's page; it gives body measurements, not those of the garment.

Walking boots should have a thumb's width of room in front of your longest toe. Try them on in the evening, with the socks that you will walk in. Our boots come up slightly small, so most people take half a size more than in everyday shoes.

If the size is wrong, exchange it free of charge within 30 days: choose **Exchange** instead of **Return** in your orders.`;

const payment = `We take Visa, Mastercard and American Express, PayPal, Apple Pay, Google Pay and Harbour & Pine gift cards. You can combine one gift card with one other method. We do not take cheques, cash on delivery or bank transfers.

Your card is charged when the parcel leaves our warehouse, not when you order. Until then your bank may show the amount as reserved. If an order is cancelled, the reservation disappears by itself within 3 to 5 days.

If your payment is declined, check the billing address and the security code, and whether your bank asks you to approve the payment in its app. We see only that the bank said no, not why; the bank can tell you.

Orders over £150 can be paid in three monthly instalments without interest. Choose **Pay in 3** at checkout.`;

const account = `You can order as a guest, but an account keeps your orders, addresses and returns in one place. To open one, press **Sign in** and then **Create account**; you need an e-mail address and a password of at least ten characters.

If you forgot your password, press **Forgot password?** on the sign-in page. The link that we send is valid for one hour. If the e-mail does not come, look in your spam folder, and check whether you ordered with another address.

You change your name, e-mail address, delivery address and newsletter settings under **My account**. A new e-mail address must be confirmed with a link before it counts.

To delete your account, open **My account**, then **Close account**. Orders that the law makes us keep stay in our books for six years, without being used for anything else.`;

const warranty = `Everything we sell has a warranty of 2 years against faults of material and workmanship; our own tents and rucksacks have 5 years, and zips are repaired free of charge for life.

The warranty covers seams that open, coatings that peel, poles and buckles that break in normal use. It does not cover ordinary wear, accidents, fire, or damage by washing against the instructions.

To make a claim, send us photographs of the fault and of the label inside the product, with your order number or the receipt. We answer within 3 working days and repair the item, replace it, or refund it, in this order. Repairs take about 3 weeks. Postage is ours in both directions when the claim is accepted.

After the warranty has ended our workshop still repairs most things; the usual price is between £15 and £40.`;

const giftCards = `Harbour & Pine gift cards come by e-mail within an hour, or by post in a small box, which takes 2 to 4 working days. You can choose any amount between £10 and £500.

To use one, enter the code from the back of the card, or from the e-mail, at checkout under **Gift card or voucher**. If the order costs less, the rest stays on the card. You can look up the balance of a gift card at the foot of every page under **Gift card balance**.

A gift card is valid for 5 years from the day it was bought. It cannot be exchanged for cash. If you lost the card, send us the receipt or the order number: as long as the money has not been spent, we block the old code and send you a new one.`;

const tracking = `As soon as your parcel leaves our warehouse you get an e-mail with a tracking link. You also find it under **Orders** in your account. The link shows movement after the carrier's first scan, which can take until the evening.

Orders that we receive before 2 pm on a working day usually leave the same day. If your order still says **Preparing** after 2 working days, something is being restocked, and we will have written to you with a new date.

If the tracking has not moved for 3 working days, or says delivered while nothing is there, first ask your neighbours and look at the safe place you named. Then write to us with your order number: we open an enquiry with the carrier, and send a replacement or refund you if the parcel does not turn up within 5 working days.`;

const cancel = `You can cancel or change an order as long as it says **Received** or **Preparing**. Open **Orders**, choose the order and press **Cancel order**, or **Change** for another size, colour or delivery address. You get an e-mail at once that confirms it.

Once the order says **Packed** we cannot stop it any more. Refuse the parcel at the door or send it back free of charge; we refund it like any return.

You do not need to give a reason. If your card was charged already, the money goes back within 5 working days. A voucher that you used becomes valid again.

Parts of an order can be cancelled too, as long as they have not been packed. Goods that are made for you, such as engraved knives or fitted insoles, cannot be cancelled once the work has begun.`;

const contact = `Our customer service team is here Monday to Friday from 8 am to 6 pm and Saturday from 9 am to 1 pm, UK time. On Sundays and public holidays nobody is at their desk; messages are answered on the next working day.

The chat on this page is the quickest way. Outside opening hours the assistant answers from these articles, and leaves everything else to the team. You can also write to hello@harbourandpine.example; we answer e-mails within one working day. On the telephone you reach us at +44 1632 960 155 during opening hours.

Our shop at 14 Quayside, Whitby, is open Tuesday to Saturday from 10 am to 5.30 pm. You can try on boots there, hand in returns, and collect orders: choose **Collect in Whitby** at checkout.`;

const privacy = `We keep what we need to send you your order and to answer your questions: your name, addresses, orders and messages. We do not sell data, and card numbers never reach our systems; our payment company holds them.

Messages in this chat are kept for 12 months, so that you need not explain things twice, and are then deleted. An assistant program reads them to find an answer in our articles.

You may ask for a copy of your data, have it corrected, or have it deleted at any time. Write to privacy@harbourandpine.example from the address that you order with; we answer within 30 days. Data that tax law makes us keep, such as invoices, stays for six years.

Cookies: only those that keep your basket and your sign-in are set without asking. You change your choice under **Cookies** at the foot of every page. The newsletter has a link to unsubscribe in each issue.`;

export const demoArticles: readonly ArticleInput[] = [
  {
    externalId: 'demo-refunds',
    title: 'When your refund arrives',
    category: 'Orders',
    content: refunds,
    tags: ['refund', 'money back'],
  },
  {
    externalId: 'demo-shipping',
    title: 'Delivery: costs and times',
    category: 'Delivery',
    content: shipping,
    tags: ['shipping', 'postage'],
  },
  {
    externalId: 'demo-returns',
    title: 'Returning something',
    category: 'Orders',
    content: returns,
    tags: ['return', 'send back'],
  },
  {
    externalId: 'demo-sizes',
    title: 'Finding the right size',
    category: 'Products',
    content: sizes,
    tags: ['size', 'fit'],
  },
  {
    externalId: 'demo-payment',
    title: 'Ways to pay',
    category: 'Payment',
    content: payment,
    tags: ['card', 'PayPal', 'instalments'],
  },
  {
    externalId: 'demo-account',
    title: 'Your account and password',
    category: 'Account',
    content: account,
    tags: ['login', 'password'],
  },
  {
    externalId: 'demo-warranty',
    title: 'Warranty, guarantee and repairs',
    category: 'Products',
    content: warranty,
    tags: ['guarantee', 'broken', 'repair'],
  },
  {
    externalId: 'demo-gift-cards',
    title: 'Gift cards',
    category: 'Payment',
    content: giftCards,
    tags: ['voucher', 'balance'],
  },
  {
    externalId: 'demo-tracking',
    title: 'Where is my order? Tracking a parcel',
    category: 'Delivery',
    content: tracking,
    tags: ['track', 'late', 'lost parcel'],
  },
  {
    externalId: 'demo-cancel',
    title: 'Cancelling or changing an order',
    category: 'Orders',
    content: cancel,
    tags: ['cancel', 'change address'],
  },
  {
    externalId: 'demo-contact',
    title: 'Opening hours and contact',
    category: 'About us',
    content: contact,
    tags: ['phone number', 'opening hours', 'shop'],
  },
  {
    externalId: 'demo-privacy',
    title: 'Your data and privacy',
    category: 'About us',
    content: privacy,
    tags: ['GDPR', 'cookies', 'data'],
  },
];
