import { a, c, dialogue, later, MMS_TEXT } from './dialogue.ts'

export const deliveryDialogues = [
  dialogue(
    c(
      'Hi! Has order {order} shipped yet?',
      'hey any update on {order}?',
      'Just checking on my order {order}',
    ),
    a(
      'Hi {first}! It left our warehouse this morning. Tracking is {tracking}, and it should reach {city} by {day}.',
      'Hey {first}, {agent} here. Good news: it shipped today. Tracking {tracking}, due {day}.',
    ),
    c('Perfect, thank you!', 'awesome thx 🙌', 'Great, appreciate the quick answer'),
  ),
  dialogue(
    c(
      'Tracking says delivered but there is nothing on my porch',
      'My package shows delivered and I don’t have it??',
    ),
    a(
      'Oh no, sorry {first}. Carriers sometimes mark it a day early. Could you check with neighbors or the mailroom?',
    ),
    c('Checked with both neighbors, nobody has it'),
    a(
      'Thanks for looking. Let’s give it until {day}; if it hasn’t turned up by then I’ll send a new {product} at no cost.',
    ),
    c('ok that’s fair, thank you'),
    later(
      1,
      c(
        'Update: it was at the leasing office the whole time 🤦 sorry!',
        'Found it! UPS left it behind the grill lol',
      ),
    ),
    a('Ha, glad it turned up! Enjoy it 😊', 'So happy to hear that. Enjoy, {first}!'),
  ),
  dialogue(
    c('Can I still change the shipping address on {order}? We’re moving this weekend'),
    a('We can as long as it hasn’t been packed. What’s the new address?'),
    c('118 Alder St, apt 4, same city and zip'),
    a('Updated! You’ll get a new confirmation by e-mail in a few minutes.'),
    c('You guys are the best', 'Got it, thank you so much'),
  ),
  dialogue(
    c('do you ship to Alaska? and is it extra', 'Question, do you ship to military addresses (APO)?'),
    a('We do! Standard is $9 flat and takes 6–9 business days. Free over $150.'),
    c('Good to know thanks'),
  ),
  dialogue(
    c('Will the {product} get here before {day}? It’s a birthday present for my dad'),
    a('Let me check with the warehouse, one moment…'),
    a(
      'If you order by 2pm Eastern today with expedited shipping, it will be there the day before. Want me to note it as a gift?',
    ),
    c('Yes please!! And no prices on the slip if possible'),
    a('Done: gift slip, no prices, and a little note from you? Just text me the words.'),
    c('“Happy birthday Dad, now you have no excuse not to come up the mountain. Love, {first}”'),
    a('Love it. It’s on the order 🎁'),
  ),
  dialogue(
    c('The tracking for {order} hasn’t moved in 5 days. It’s been sitting in Memphis since last week'),
    a(
      'That’s too long, sorry about that. I’ve opened a trace with the carrier. They answer within 2 business days.',
    ),
    c('Ok. What happens if it’s lost'),
    a('Then we either resend right away or refund in full, whichever you like better.'),
    c('Resend please, I have a trip coming up'),
    a('Noted. I’ll write to you on {day} either way.'),
    c('Thanks {agent}'),
    later(
      2,
      a(
        'Hi {first}, the carrier confirmed it’s lost. A new one left today by 2-day air, tracking {tracking}. No charge, of course.',
      ),
    ),
    c('Wow ok! Thank you for staying on it, seriously'),
  ),
  dialogue(
    c(
      'Half my order came. The {product} is missing from the box',
      'Only got the {product2}, where’s the {product}?',
    ),
    a('It shipped from a second warehouse, so it’s in its own box. That one is due {day}: {tracking}'),
    c('ahh ok makes sense', 'Ok good, I thought y’all forgot me 😅'),
  ),
  dialogue(
    c('Is there a way to pick up in store instead of shipping?'),
    a('There is: our Portland and Boulder stores do same-day pickup. Choose “Pick up” at checkout.'),
    c('Perfect, I’m near the Boulder one'),
    a('See you there! Bring your order number and an ID.'),
  ),
  dialogue(
    c('Box arrived totally crushed 😞 the mug is in pieces', 'My lantern came with a cracked glass :('),
    a('I’m sorry! Could you keep the box for now and tell me if anything else got damaged?'),
    c('Everything else is fine. Sending pics'),
    c(MMS_TEXT),
    a('Thank you, that’s all I need. A replacement is on its way, and you needn’t send the broken one back.'),
    c('Super easy. Thanks!'),
  ),
  dialogue(
    c('can you leave it with the front desk? doorbell doesnt work'),
    a('I’ve added that as a delivery instruction: front desk, doorbell out of order.'),
    c('ty', '👍', 'Thank you kindly.'),
  ),
  dialogue(
    c('What carrier do you use? FedEx never finds my house'),
    a('UPS for most orders, USPS for anything under a pound. I can note “no FedEx” on your profile.'),
    c('Please do. We’re at the end of a gravel road and they just give up'),
    a('Done. Gravel road noted too 😄'),
  ),
]
