import { a, c, dialogue } from './dialogue.ts'

export const teaDialogues = [
  dialogue(
    c('Hi! How hot should the water be for the {product}?'),
    a('About 80 °C for green teas, just off the boil for black ones. Two to three minutes.'),
    c('Aha, I’ve been burning it. Thank you!'),
  ),
  dialogue(
    c('Has my tea been sent? Order {order}'),
    a('It went out this morning, {first}: {tracking}. Should be in {city} by {day}.'),
    c('Wonderful ☕'),
  ),
  dialogue(
    c('Is the rooibos free of caffeine? It’s for my daughter'),
    a('Completely. It’s not from the tea plant at all.'),
    c('Great, thanks'),
  ),
  dialogue(
    c('The teapot arrived with a chip in the lid 😞'),
    a('I’m so sorry! A new lid is on its way. Keep the old one for a succulent.'),
    c('Ha, good idea. Thanks for the quick help'),
  ),
  dialogue(
    c('Could you add a handwritten card to {order}?'),
    a('With pleasure. What shall it say?'),
    c('“For slow mornings. Love, {first}”'),
    a('Lovely. It’s in the parcel.'),
  ),
  dialogue(
    c('Do you have a subscription? I get through 250 g a month'),
    a('We do: 10% off, skip or pause whenever you like. Shall I send you the link?'),
    c('Yes please'),
    a('Here you are: https://borealis.example/monthly'),
    c('Signed up!'),
  ),
]
