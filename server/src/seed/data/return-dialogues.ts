import { a, c, type Dialogue, dialogue, later } from './dialogue.ts'

export const returnDialogues: Dialogue[] = [
  dialogue(
    c('I’d like to return the {product} please', 'How do I send back something from {order}?'),
    a('Of course. Refund or exchange?'),
    c('Refund, it’s just not for me'),
    a(
      'No problem. The label is in your e-mail; drop it at any UPS counter. Refunds take 3–5 days after we get it.',
    ),
    c('Got the email. Thanks'),
  ),
  dialogue(
    c('Sent my return two weeks ago, still no refund. What’s going on?'),
    a('Let me look. Do you have the return tracking, or the order number?'),
    c('{order}'),
    a(
      'Found it: it arrived on Monday and was waiting for inspection. I’ve just released the refund, 2–3 days to your card.',
    ),
    c('Ok. Would have been nice to hear that without asking tbh'),
    a('You’re right, and I’ve passed that on. I added a $10 credit for the wait.'),
    c('Thanks, appreciate that'),
  ),
  {
    ...dialogue(
      c(
        'Please cancel my order {order}, I bought the wrong color',
        'Hi can you cancel {order} before it ships',
      ),
      a('Cancelled, and refunded in full. Shall I set the right color aside for you?'),
      c('Yes! {size2} please'),
      a('It’s in your cart, with your discount still on it.'),
      c('You rock'),
    ),
    possibleOptOut: true,
  },
  dialogue(
    c('Is it too late to return a gift? Got the {product} at Christmas and never opened it'),
    a(
      'Gifts are good for 90 days, and as store credit at any time after. You don’t even need the order number.',
    ),
    c('Store credit works for me'),
    a('Then just text me the number on the tag and I’ll set it up.'),
    c('8840 2217 03'),
    a('All set. The credit is in your account and doesn’t expire.'),
  ),
  dialogue(
    c(
      'The cuff of my {product} is coming undone after 3 months 😕',
      'A seam came apart on my {product}. Is there a warranty?',
    ),
    a('That shouldn’t happen. It’s covered for life. Repair or replacement?'),
    c('Which is quicker'),
    a('A replacement: it ships tomorrow. A repair takes about three weeks.'),
    c('Replacement then. Same size {size}'),
    a(
      'On its way. Please recycle the old one at any of our stores, and take 10% off anything while you’re there.',
    ),
    c('That’s how you do a warranty 👏'),
  ),
  dialogue(
    c('I was charged twice for {order}!!', 'why are there two charges on my card from you'),
    a('I see one charge and one authorization that will drop off in 2–3 days. You won’t pay twice, promise.'),
    c('Ok. If its still there {day} I’ll write again'),
    a('Please do, straight to this number.'),
    later(3, c('It dropped off. Thanks for explaining')),
  ),
  dialogue(
    c('Exchange question: can I swap the {product} for the {product2} instead of just another size?'),
    a('Yes! The difference is refunded or charged when we ship the new one. Which size?'),
    c('{size}'),
    a('Created. Your label is in your e-mail, and the {product2} ships as soon as UPS scans your parcel.'),
    c('So smooth. Thanks {agent}!'),
  ),
  dialogue(
    c(
      'Hello, this is a long one, sorry. I bought the {product} for my husband in October, he wore it maybe twice and then it sat in the closet, and now that it is finally cold the lining has come loose at the left cuff. I still have the receipt somewhere, but we paid with a gift card and I am not sure you can look that up. What are our options? I would rather have it repaired than thrown away.',
    ),
    a(
      'Not long at all, {first}! A loose lining is a quick repair, and I’d much rather mend it too. I don’t need the receipt. I’ll e-mail you a prepaid label; our workshop in Portland needs it for about two weeks, and it comes back washed, re-waterproofed and mended at no cost. If they can’t fix it, we replace it.',
    ),
    c('That is wonderful news. Thank you for being so kind about it.'),
    a('Our pleasure. Say hi to your husband, and tell him to wear it more often 😄'),
  ),
  dialogue(
    c('return label doesn’t scan at the UPS store'),
    a('Sorry about that! I’ve sent a fresh one as a QR code; they can scan it straight from your phone.'),
    c('worked 👍'),
  ),
]
