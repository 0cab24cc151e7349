//! From blocks to the HTML that the sanitiser is given.

use super::bounds::{Budget, MAX_INLINE};
use super::links::{self, Span, Target};
use super::spoiler;
use super::walk::{Block, Container, Inline, Style, Walked, aside};
use super::{Article, Articles};

/// What [`write`] made.
pub(super) struct Written {
    /// HTML without any element beyond the policy, not yet sanitised.
    pub(super) html: String,
    /// Links that lead away from this site.
    pub(super) outside_links: usize,
    /// Whether an element was left out for depth or length.
    pub(super) is_flattened: bool,
}

/// Writes blocks as HTML, `budget` of markup at most.
pub(super) fn write(walked: &Walked, budget: Budget, articles: &Articles<'_>) -> Written {
    let mut writer = Writer {
        html: String::new(),
        budget,
        articles,
        containers: Vec::new(),
        after_bare: false,
        outside_links: 0,
        is_flattened: walked.is_flattened,
    };
    for block in &walked.blocks {
        writer.block(block);
    }
    Written { html: writer.html, outside_links: writer.outside_links, is_flattened: writer.is_flattened }
}

/// What is open in a line, and what to write where it closes.
struct Opened {
    close: String,
    is_drawn: bool,
}

struct Writer<'a> {
    html: String,
    budget: Budget,
    articles: &'a Articles<'a>,
    /// The containers around us; `None` for one that is left out.
    containers: Vec<Option<Container>>,
    /// Whether the last thing written is the bare text of a point.
    after_bare: bool,
    outside_links: usize,
    is_flattened: bool,
}

impl Writer<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Open(container) => {
                self.after_bare = false;
                let tags = container_tags(*container);
                let is_drawn = self.open(tags);
                self.containers.push(is_drawn.then_some(*container));
            }
            Block::Close(container) => {
                self.after_bare = false;
                if let Some(Some(_)) = self.containers.pop() {
                    self.html.push_str(container_tags(*container).1);
                }
            }
            Block::Lines { line, tight } => {
                let in_point = matches!(self.containers.last(), Some(Some(Container::Point)));
                if *tight && in_point {
                    self.bare(line);
                } else {
                    self.wrapped(("<p>", "</p>"), |writer| writer.line(line));
                }
            }
            Block::Code(code) => {
                self.wrapped(("<pre><code>", "</code></pre>"), |writer| escape(code, &mut writer.html));
            }
            Block::Rule => drop(self.open(("<hr>", ""))),
        }
    }

    /// The text of a point, without a paragraph around it. What a list laid flat leaves there stays on its lines.
    fn bare(&mut self, line: &[Inline]) {
        if self.after_bare && !self.open(("<br>", "")) {
            self.html.push('\n');
        }
        self.line(line);
        self.after_bare = true;
    }

    fn wrapped(&mut self, tags: (&str, &str), content: impl FnOnce(&mut Self)) {
        self.after_bare = false;
        let is_drawn = self.open(tags);
        self.html.push_str(if is_drawn { "" } else { "\n" });
        content(self);
        self.html.push_str(if is_drawn { tags.1 } else { "" });
    }

    /// Writes the opening tag if both can be paid.
    fn open(&mut self, (open, close): (&str, &str)) -> bool {
        let is_paid = self.budget.pay(open.len() + close.len());
        if is_paid {
            self.html.push_str(open);
        } else {
            self.is_flattened = true;
        }
        is_paid
    }

    fn line(&mut self, line: &[Inline]) {
        let mut open: Vec<Opened> = Vec::new();
        let (mut links, mut drawn) = (0_usize, 0_usize);
        for (at, piece) in line.iter().enumerate() {
            let may_draw = drawn < MAX_INLINE;
            let opened = match piece {
                Inline::Text(text) => {
                    self.words(text, links == 0 && may_draw);
                    continue;
                }
                Inline::Code(code) => {
                    self.code(code, may_draw);
                    continue;
                }
                Inline::Break => {
                    if !self.open(("<br>", "")) {
                        self.html.push('\n');
                    }
                    continue;
                }
                Inline::Close(_) | Inline::LinkClose | Inline::SpoilerClose => {
                    links = links.saturating_sub(usize::from(matches!(piece, Inline::LinkClose)));
                    if let Some(opened) = open.pop() {
                        drawn -= usize::from(opened.is_drawn);
                        self.html.push_str(&opened.close);
                    }
                    continue;
                }
                Inline::Open(style) => self.open_style(*style, may_draw),
                Inline::SpoilerOpen => self.open_spoiler(may_draw),
                Inline::LinkOpen { dest, title } => {
                    links += 1;
                    let label = label(line.get(at + 1..).unwrap_or(&[]));
                    self.open_link(dest, title, &label, links == 1 && may_draw)
                }
            };
            drawn += usize::from(opened.is_drawn);
            open.push(opened);
        }
    }

    fn code(&mut self, code: &str, may_draw: bool) {
        let is_drawn = may_draw && self.open(("<code>", "</code>"));
        escape(code, &mut self.html);
        self.html.push_str(if is_drawn { "</code>" } else { "" });
    }

    fn open_style(&mut self, style: Style, may_draw: bool) -> Opened {
        let tags = match style {
            Style::Emphasis => ("<em>", "</em>"),
            Style::Strong => ("<strong>", "</strong>"),
            Style::Deleted => ("<del>", "</del>"),
        };
        let is_drawn = may_draw && self.open(tags);
        self.is_flattened |= !is_drawn;
        Opened { close: if is_drawn { tags.1.to_owned() } else { String::new() }, is_drawn }
    }

    fn open_spoiler(&mut self, may_draw: bool) -> Opened {
        let is_drawn = may_draw && self.budget.pay(spoiler::cost());
        self.is_flattened |= !is_drawn;
        self.html.push_str(if is_drawn { spoiler::OPEN_NEUTRAL } else { "&gt;!" });
        Opened { close: if is_drawn { spoiler::CLOSE_NEUTRAL } else { "!&lt;" }.to_owned(), is_drawn }
    }

    /// Opens a link and tells what closes it. An address that must not be a link is told in words instead.
    fn open_link(&mut self, dest: &str, title: &str, label: &str, may_link: bool) -> Opened {
        let is_empty = label.trim().is_empty();
        let target = links::target(dest).filter(|target| may_link && self.budget.pay(link_cost(target)));
        let mut close = String::new();
        match &target {
            Some(target) => {
                self.begin_link(target);
                escape(if is_empty { dest } else { "" }, &mut self.html);
                end_link(target, dest, if is_empty { dest } else { label }, &mut close);
                escape(&aside("", title), &mut close);
            }
            None => escape(&aside(dest, title), &mut close),
        }
        Opened { close, is_drawn: target.is_some() }
    }

    fn begin_link(&mut self, target: &Target) {
        self.outside_links += usize::from(target.host.is_some());
        self.html.push_str("<a href=\"");
        escape(&target.href, &mut self.html);
        self.html.push_str("\">");
    }

    /// Plain text, in which addresses and articles become links if they may.
    fn words(&mut self, text: &str, may_link: bool) {
        if !may_link {
            escape(text, &mut self.html);
            return;
        }
        for span in links::spans(text) {
            match span {
                Span::Words(words) => escape(words, &mut self.html),
                Span::Address(address) => {
                    let target = links::target(address).filter(|target| self.budget.pay(link_cost(target)));
                    if let Some(target) = &target {
                        self.begin_link(target);
                    }
                    escape(address, &mut self.html);
                    if let Some(target) = &target {
                        end_link(target, address, address, &mut self.html);
                    }
                }
                Span::Article(slug) => self.article(slug),
            }
        }
    }

    fn article(&mut self, slug: &str) {
        let found = (self.articles)(slug).and_then(|Article { code, title }| {
            let is_code = !code.is_empty() && code.bytes().all(|b| b.is_ascii_alphanumeric());
            let target = links::target(&format!("/library/{code}")).filter(|_| is_code);
            target.map(|target| (target, title))
        });
        match found.filter(|(target, title)| self.budget.pay(link_cost(target) + 6 * title.len())) {
            Some((target, title)) => {
                self.begin_link(&target);
                escape(&title, &mut self.html);
                self.html.push_str("</a>");
            }
            None => escape(&format!("[[{slug}]]"), &mut self.html),
        }
    }
}

fn container_tags(container: Container) -> (&'static str, &'static str) {
    match container {
        Container::Quote => ("<blockquote>", "</blockquote>"),
        Container::Bullets => ("<ul>", "</ul>"),
        Container::Numbers => ("<ol>", "</ol>"),
        Container::Point => ("<li>", "</li>"),
    }
}

/// Ends a link that was typed as `dest` and reads `label`, and shows its host where the label does not.
fn end_link(target: &Target, dest: &str, label: &str, html: &mut String) {
    html.push_str("</a>");
    if let Some(host) = target.host_beside(dest, label) {
        html.push_str(" <span class=\"host\">");
        escape(host, html);
        html.push_str("</span>");
    }
}

/// The text of a link that has just begun.
fn label(pieces: &[Inline]) -> String {
    let mut label = String::new();
    for piece in pieces {
        match piece {
            Inline::Text(text) | Inline::Code(text) => label.push_str(text),
            Inline::Break => label.push('\n'),
            Inline::LinkClose => break,
            _ => {}
        }
    }
    label
}

/// Characters that a link adds to the HTML, with `rel`, which the sanitiser writes, and the host.
fn link_cost(target: &Target) -> usize {
    const AROUND: usize = "<a href=\"\" rel=\"\"></a> <span class=\"host\"></span>".len();
    let href: usize = target.href.chars().map(|c| if c == '&' { 5 } else { 1 }).sum();
    AROUND + super::sanitize::REL.len() + href + target.host.as_ref().map_or(0, String::len)
}

/// Appends text so that it is text, in HTML and in attributes.
pub(super) fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            _ => html.push(c),
        }
    }
}
