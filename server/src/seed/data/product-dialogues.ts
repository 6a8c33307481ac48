import { a, c, dialogue, later } from './dialogue.ts'

export const productDialogues = [
  dialogue(
    c('Is the {product} machine washable?', 'how do I wash the {product}'),
    a('Cold, gentle, no softener, and hang it to dry. It’ll last years that way.'),
    c('Whoops. Good thing I asked'),
  ),
  dialogue(
    c('Does the Larch tent stand up to wind? Thinking of the Wind River range'),
    a(
      'It’s good to about 40 mph with all guy lines out. Above tree line in a storm I’d look for a four-season tent.',
    ),
    c('Honest answer, thanks. Summer trip so should be fine'),
    a('Then you’ll love it. Bring the repair sleeve, and stake the windward side first.'),
  ),
  dialogue(
    c('Are your down products responsibly sourced?'),
    a('All of it is RDS-certified, and you can trace the batch by the number on the inner label.'),
    c('That’s the answer I was hoping for 💚'),
  ),
  dialogue(
    c('can i take the summit daypack as carry on'),
    a('Yes: 21 x 12 x 9 inches packed, which fits every US airline’s limit.'),
    c('sweet'),
  ),
  dialogue(
    c('My lantern won’t charge past 2 lights', 'The lantern stopped charging. Blinks red twice'),
    a(
      'Hold the button for 12 seconds with the cable unplugged; that resets the charger. Then try another cable.',
    ),
    c('Trying'),
    c('That did it! It’s charging'),
    a('Wonderful. If it comes back, we swap it, no questions.'),
  ),
  dialogue(
    c('Do you have the {product} in a darker green? Like forest'),
    a('Moss is the darkest green we make at the moment. In daylight it’s close to a spruce.'),
    c('Any pics in real life? The site is so bright'),
    a('Our Instagram has a few from last fall; look for the Cascade hut post.'),
    c('oh that’s gorgeous. ordering'),
  ),
  dialogue(
    c('What weight is the merino? 150 or 250'),
    a('It’s 200 g/m², in between: one layer most of the year.'),
    c('Itchy?'),
    a('18.5 micron, so no. I’m sensitive and wear it all winter.'),
    c('ok you convinced me'),
  ),
  dialogue(
    c('Do you do group orders? We’re a trail crew of 14 and want matching hoodies'),
    a('We’d love to! From 10 pieces there’s 15% off, and we can embroider a logo for $6 each.'),
    c('Amazing. What file do you need for the logo'),
    a('A vector file is best: SVG or PDF. And sizes in one list, please.'),
    c('2 S, 5 M, 4 L, 3 XL. I’ll email the logo tonight'),
    a('Perfect. I’ll send a proof within two days of getting it.'),
    c('Team says hi 👋 we can’t wait'),
    later(2, a('Hi team! Proof is in your inbox, {first}.')),
    c('Looks perfect. Go ahead!'),
  ),
  dialogue(
    c('Is the gift card a physical card or email?'),
    a('Either! E-mail arrives at once, a printed one in 3–5 days.'),
    c('Printed please, grandma likes envelopes'),
    a('Grandma has taste. Choose “by post” at checkout.'),
  ),
  dialogue(
    c('Which socks go with the boots? They all look the same to me haha'),
    a('With the Switchbacks: the heavyweight crew. They’re cushioned where the boot is stiff.'),
    c('3 pack it is 🧦'),
  ),
  dialogue(
    c('Do you guys repair old packs? Mine is from 2009 and I love it'),
    a('We do! Buckles, zippers and straps almost always. Send a photo or bring it to a store.'),
    c('It’s been up Rainier twice'),
    a('Then it deserves a spa week. Label is in your e-mail.'),
    c('You have no idea how happy this makes me'),
    later(12, a('It’s fixed and on its way back: new hip belt, new zipper pulls, same old soul. {tracking}')),
    c('😭❤️ thank you'),
  ),
  dialogue(
    c('Are you open on Sunday? The Boulder store'),
    a('10 to 5 on Sundays. Parking behind the building is free.'),
    c('Cool see you then'),
  ),
  dialogue(
    c('I lost the rain cover of my daypack. Can I buy just the cover?'),
    a('Yes, it’s $18, and I can add it to your next order free of shipping.'),
    c('Please add it to {order} if it hasn’t left'),
    a('Caught it just in time. Added.'),
    c('ninja!! 🥷'),
  ),
  dialogue(
    c('Just wanted to say the {product} survived 9 days on the JMT. Incredible quality'),
    a('This made our morning, {first}! May I share it with the design team?'),
    c('Of course! Tell them they’re geniuses'),
  ),
]
