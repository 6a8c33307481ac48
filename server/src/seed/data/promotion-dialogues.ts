import { a, c, dialogue } from './dialogue.ts'

/** How people answer a campaign or a flow. */
export const promotionDialogues = [
  dialogue(
    c('Does this work on sale items too?', 'is the discount valid for the {product}?'),
    a('It works on everything but gift cards, sale items too.'),
    c('Ooh nice', 'adding to cart as we speak'),
  ),
  dialogue(
    c('The code says it’s expired??', 'code not working for me'),
    a(
      'Sorry about that! It’s case-sensitive and needs no spaces. If it still refuses, tell me your cart and I’ll apply it here.',
    ),
    c('Oh I had a space in it. Works now'),
    a('Great! Enjoy, {first}.'),
  ),
  dialogue(
    c('How long does this last? Payday is {day} 😂'),
    a('Until Sunday at midnight, but I’ve put a note on your profile: the price is yours until {day}.'),
    c('omg thank you!!!'),
  ),
  dialogue(
    c('Yes! I’ve been eyeing the {product}'),
    c('Is {size} still in stock'),
    a('Four left in {size}. Shall I hold one for you until tonight?'),
    c('Please do'),
    a('Held under your name. The link in our text has it in the cart already.'),
    c('Ordered 🎉'),
  ),
  dialogue(
    c('Can I combine it with my store credit?'),
    a('You can: the code first, then the credit at the last step.'),
    c('Great thanks'),
  ),
  dialogue(
    c('Who is this?'),
    a('Hi! It’s Acme Outfitters. You signed up for texts on our site. Anything I can help with?'),
    c('Oh right, the hiking store. Carry on 😄'),
  ),
  dialogue(
    c(
      'I ordered yesterday at full price, ugh',
      'Bought the {product} two days ago. Any chance of the sale price?',
    ),
    a('We adjust prices within 7 days. I’ve refunded the difference for {order}.'),
    c('Seriously? That’s so nice of you, thank you!'),
    a('Of course. Thanks for shopping with us, {first}.'),
  ),
  dialogue(
    c('love the new colors 😍😍', 'That Ember color!! 🔥'),
    a('Right? It’s the favorite in the office as well.'),
  ),
  dialogue(
    c('Not interested in jackets but let me know when boots go on sale'),
    a('Noted on your profile: boots only. The next one is planned for {day}.'),
    c('Perfect, thanks'),
  ),
  dialogue(
    c('Is free shipping automatic or do I need a code'),
    a('Automatic from $75, this week only.'),
    c('thx!'),
  ),
]

/** What people without consent write; nobody may answer them by text (R6). */
export const strangerDialogues = [
  dialogue(c('Hi, do you have a store in {city}?')),
  dialogue(c('Is this the number for Acme?'), c('I have a question about a jacket I saw on Instagram')),
  dialogue(c('what are your hours on saturday')),
  dialogue(c('Hello, my friend {agent} gave me this number. Do you carry snowshoes?')),
  dialogue(
    c('I found a wallet near your shop with a receipt from you in it. Who do I talk to?'),
    c('It has a blue cover'),
  ),
  dialogue(c('Do you sell wholesale? We have a small shop in {city}'), c('Around 40 pieces to start with')),
  dialogue(c('hey is this still available'), c('the {product}'), c('?')),
  dialogue(c('Can I apply for a job here by text? 😅')),
  dialogue(c('Wrong number, sorry!')),
  dialogue(c('Do you price match?')),
]
