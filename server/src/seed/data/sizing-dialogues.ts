import { a, c, dialogue, later } from './dialogue.ts'

export const sizingDialogues = [
  dialogue(
    c('How does the {product} fit? I’m between sizes', 'Does the {product} run small?'),
    a(
      'It’s true to size, slightly roomy in the shoulders for layering. Between two sizes, most people take the smaller.',
    ),
    c('I’m 5’10 180, so a {size}?'),
    a('A {size} is right. And exchanges are free, so there’s no risk.'),
    c('Sold. Thanks for the help', 'Ok ordering now, thank you!'),
  ),
  dialogue(
    c('Hi, when will the {product} be back in {size}?'),
    a('Next shipment is expected around {day}. Shall I text you when it lands?'),
    c('Yes please 🙏'),
    a('Done! You’re on the list.'),
    later(
      6,
      a('Hi {first}, the {product} in {size} is back. I put one aside for you until tomorrow evening.'),
    ),
    c('Just ordered it!! thank you'),
  ),
  dialogue(
    c(
      'My boots are rubbing at the heel, is that normal at first?',
      'Switchbacks are killing my heels. Do they break in?',
    ),
    a('The leather needs 15–20 miles to give. Try the surgeon’s knot at the ankle; it keeps the heel down.'),
    c('Never heard of that, looking it up'),
    a('If they still rub after two weeks, send them back. We take worn boots back for 60 days.'),
    c('Even worn? wow ok'),
    later(14, c('Two weeks in and they feel amazing now. The knot thing works!')),
    a('Music to my ears. Happy trails, {first} 🥾'),
  ),
  dialogue(
    c('I ordered {size} but {size2} came in the box', 'Wrong size in {order}. Ordered {size}, got {size2}'),
    a(
      'Our mistake, sorry! I’m sending the {size} out today. A return label for the other is in your e-mail.',
    ),
    c('Do I have to send it back before you ship?'),
    a('No, take two weeks. Same box is fine.'),
    c('Great 👌', 'Thanks for making it painless'),
  ),
  dialogue(
    c('Is the inseam on the Trailhead pants 32 or 34? Website doesn’t say'),
    a('Good catch. Sizes 28–32 have a 32" inseam, 34 and up have 34". I’ll ask for the page to be fixed.'),
    c('Thank you! I’m tall so that matters lol'),
  ),
  dialogue(
    c('whats the difference between men’s and women’s {product}'),
    a(
      'Same fabric and warmth. The women’s cut is narrower in the shoulder and 1.5" shorter, with a two-way zipper.',
    ),
    c('Ok I’ll go with mens then, I like it baggy'),
  ),
  dialogue(
    c('Does the {product} fit over a fleece?'),
    a('Comfortably, if you take your usual size. Over a thick hoodie I’d go one up.'),
    c('Thx'),
  ),
  dialogue(
    c('Kids sizes? Looking for something for my 9 year old'),
    a('Not yet, sorry. Our XS fits from about 12 years. A kids’ line is planned for spring.'),
    c('Shame! I’ll check back in spring'),
    a('I’ve noted it, and we’ll let you know.'),
  ),
  dialogue(
    c('Hey quick q, is the {product} warm enough for 20°F?', 'Is the Ridgeline ok for like -10C?'),
    a(
      'Standing still: with a mid layer, yes. Moving: on its own, easily. It’s rated to 15°F with a base layer.',
    ),
    c('And does it pack into its own pocket'),
    a('It does: the left one. About the size of a loaf of bread.'),
    c('Amazing, exactly what I need for the hut trip 🏔️'),
    a('Which hut? I’m jealous already'),
    c('Tenth mountain division, near Leadville. 4 days!'),
    a('Enjoy every minute. Send us a picture for the wall if you think of it!'),
  ),
  dialogue(
    c('Can you measure the chest on a {size} in the {product}? Pit to pit'),
    a('I’ll go down to the shop floor and measure one, give me 10 minutes.'),
    a('21.5 inches flat, and 27 from collar to hem.'),
    c('You actually measured it!! Customer for life'),
  ),
]
