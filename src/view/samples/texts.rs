//! What people in the samples write.

/// A text.
pub(super) const TEXT_A: &str = "<p>It is seven months now. The surgeon said a year, the nurse said two, and most \
days I try not to \
count. What nobody told me is how quiet the house gets when you both stop trying at the same time.</p>\n<p>We have \
started \
to sit on the sofa with our feet touching. That is all. It was the first thing in months that did not feel like a \
test.</p>\n<p>Has anyone found words for the part <em>after</em> the appointments end?</p>";

/// Another.
pub(super) const TEXT_B: &str = "<p>Thank you for writing this. It took me two years to say the first sentence of \
it out \
loud.</p>\n<blockquote><p>feet touching</p></blockquote>\n<p>We had something like that: she read to me. No plan, no \
clock. <label class=\"spoiler\"><input type=\"checkbox\" class=\"spoiler-box\"><span class=\"spoiler-cover\">Show \
hidden text</span>\
<span class=\"spoiler-text\">It still ended twice in tears.</span></label> See <a \
href=\"https://example.org/a\">this page</a> \
<span class=\"host\">(example.org)</span>. I would be glad to hear how it goes on with you.</p>";

/// Words to make many different texts of.
pub(super) const VARIED: &str = "after the appointment we sat in the car for a while and nobody said anything \
because there was no \
hurry and the rain was loud enough for both of us my partner asked whether talking made it worse I said that \
silence had \
been worse for years and that I would rather stumble over words than lose another winter to guessing the \
physiotherapist \
explained how muscles learn to guard themselves and how slowly they learn to trust again she gave me three exercises a \
mirror and permission to stop at any point I cried in the lift then laughed since the lift has a mirror too what \
helped \
was doing less than the plan said telling someone before the evening came keeping the light on wearing socks breathing \
out longer than in some days nothing works and that is also a day it passes the doctor checked my heart first which \
scared me but turned out to be sensible care and I am grateful that somebody here suggested asking about it early";
