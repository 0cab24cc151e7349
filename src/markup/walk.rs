//! From the parser's events to the few blocks and pieces that a post can hold. Whatever else the parser knows
//! becomes its text here; nothing that was typed is dropped but the marks themselves.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::bounds::{MAX_LISTS, MAX_QUOTES};
use super::prepare::{BREAK, prepare, restore};
use super::spoiler;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inline {
    /// Text as it is shown, not escaped.
    Text(String),
    /// Inline code.
    Code(String),
    /// An end of line within a paragraph.
    Break,
    /// Emphasis begins.
    Open(Style),
    /// Emphasis ends.
    Close(Style),
    /// A link begins: its address and its title, both as typed.
    LinkOpen { dest: String, title: String },
    /// A link ends.
    LinkClose,
    /// Hidden text begins. Before [`spoiler::resolve`] only perhaps.
    SpoilerOpen,
    /// Hidden text ends.
    SpoilerClose,
}

impl Inline {
    /// Adds a piece; text joins text.
    pub(super) fn append(line: &mut Vec<Inline>, piece: Inline) {
        if let (Some(Inline::Text(last)), Inline::Text(more)) = (line.last_mut(), &piece) {
            last.push_str(more);
        } else {
            line.push(piece);
        }
    }
}

/// Emphasis of three kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// `*so*`
    Emphasis,
    /// `**so**`
    Strong,
    /// `~~so~~`
    Deleted,
}

/// A block that holds blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// What somebody else said.
    Quote,
    /// A list with dots.
    Bullets,
    /// A list with numbers from 1.
    Numbers,
    /// One point of a list.
    Point,
}

/// A block, or the begin or end of one that holds others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// Begins.
    Open(Container),
    /// Ends.
    Close(Container),
    /// Lines of text; `tight` when they may stand in a point without a paragraph around them.
    Lines { line: Vec<Inline>, tight: bool },
    /// Text kept letter by letter.
    Code(String),
    /// A line across.
    Rule,
}

/// The blocks of a source, and whether anything nested too deep was laid flat.
pub(super) struct Walked {
    pub(super) blocks: Vec<Block>,
    pub(super) is_flattened: bool,
}

/// Reads a source that [`super::source::clean_text`] has cleaned.
pub(super) fn walk(source: &str) -> Walked {
    let ready = prepare(source);
    let mut walker = Walker { ready: &ready, ..Walker::default() };
    for (event, range) in Parser::new_ext(&ready, Options::ENABLE_STRIKETHROUGH).into_offset_iter() {
        walker.step(event, range);
    }
    walker.end_lines(false);
    Walked { blocks: walker.blocks, is_flattened: walker.is_flattened }
}

#[derive(Default)]
struct Walker<'a> {
    ready: &'a str,
    blocks: Vec<Block>,
    line: Vec<Inline>,
    quotes: usize,
    /// The lists around us; `None` for one that is laid flat.
    lists: Vec<Option<Container>>,
    /// The mark of a point whose list is laid flat, until its text begins.
    mark: Option<String>,
    images: Vec<(String, String)>,
    code: Option<String>,
    is_flattened: bool,
}

impl Walker<'_> {
    fn step(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::Code(text) => self.push(Inline::Code(restore(&text))),
            Event::SoftBreak | Event::HardBreak => self.push(Inline::Break),
            Event::Rule => {
                self.begin_block();
                self.blocks.push(Block::Rule);
            }
            // Not switched on, so they never come.
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::BlockQuote(_) => {
                self.begin_block();
                self.quotes += 1;
                if self.quotes <= MAX_QUOTES {
                    self.blocks.push(Block::Open(Container::Quote));
                } else {
                    self.is_flattened = true;
                }
            }
            Tag::List(first) => {
                self.begin_block();
                self.start_list(first);
            }
            Tag::Item => self.start_point(range),
            Tag::CodeBlock(kind) => {
                self.begin_block();
                self.code = Some(match kind {
                    CodeBlockKind::Fenced(info) if !info.is_empty() => restore(&info) + "\n",
                    _ => String::new(),
                });
            }
            Tag::Emphasis => self.push(Inline::Open(Style::Emphasis)),
            Tag::Strong => self.push(Inline::Open(Style::Strong)),
            Tag::Strikethrough if self.has_two_tildes(&range) => self.push(Inline::Open(Style::Deleted)),
            Tag::Strikethrough => self.text("~"),
            Tag::Link { dest_url, title, .. } => {
                self.push(Inline::LinkOpen { dest: restore(&dest_url), title: restore(&title) });
            }
            Tag::Image { dest_url, title, .. } => self.images.push((restore(&dest_url), restore(&title))),
            // Paragraphs, headings, and what is not switched on.
            _ => self.end_lines(true),
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::BlockQuote(_) => {
                self.begin_block();
                if self.quotes <= MAX_QUOTES {
                    self.blocks.push(Block::Close(Container::Quote));
                }
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.begin_block();
                if let Some(Some(list)) = self.lists.pop() {
                    self.blocks.push(Block::Close(list));
                }
            }
            TagEnd::Item => {
                self.begin_block();
                if matches!(self.lists.last(), Some(Some(_))) {
                    self.blocks.push(Block::Close(Container::Point));
                }
            }
            TagEnd::CodeBlock => self.end_code(range),
            TagEnd::Emphasis => self.push(Inline::Close(Style::Emphasis)),
            TagEnd::Strong => self.push(Inline::Close(Style::Strong)),
            TagEnd::Strikethrough if self.has_two_tildes(&range) => self.push(Inline::Close(Style::Deleted)),
            TagEnd::Strikethrough => self.text("~"),
            TagEnd::Link => self.push(Inline::LinkClose),
            TagEnd::Image => {
                if let Some((dest, title)) = self.images.pop() {
                    self.push(Inline::Text(aside(&dest, &title)));
                }
            }
            TagEnd::Heading(level) => {
                self.end_lines(false);
                // A row of dashes under a line is meant as a line across, not as a heading.
                if level == HeadingLevel::H2 && !self.typed(&range).starts_with('#') {
                    self.blocks.push(Block::Rule);
                }
            }
            _ => self.end_lines(false),
        }
    }

    /// One tilde is "about", as in ~5 years; two strike out.
    fn has_two_tildes(&self, range: &Range<usize>) -> bool {
        self.typed(range).starts_with("~~")
    }

    fn typed(&self, range: &Range<usize>) -> &str {
        self.ready.get(range.clone()).unwrap_or("")
    }

    fn start_list(&mut self, first: Option<u64>) {
        let list = match first {
            None => Container::Bullets,
            Some(1) => Container::Numbers,
            // "2019. That was the year" is no list: a number that we would not repeat stays as typed.
            Some(_) => {
                self.lists.push(None);
                return;
            }
        };
        if self.lists.len() >= MAX_LISTS {
            self.is_flattened = true;
            self.lists.push(None);
        } else {
            self.lists.push(Some(list));
            self.blocks.push(Block::Open(list));
        }
    }

    fn start_point(&mut self, range: Range<usize>) {
        self.begin_block();
        if let Some(None) = self.lists.last() {
            let mark = self.typed(&range).split_whitespace().next().unwrap_or("");
            self.mark = Some(format!("{mark} "));
        } else {
            self.blocks.push(Block::Open(Container::Point));
        }
    }

    fn end_code(&mut self, range: Range<usize>) {
        let code = self.code.take().unwrap_or_default();
        let fenced = self.typed(&range).trim_start().starts_with(['`', '~']);
        if fenced {
            self.blocks.push(Block::Code(restore(code.trim_end_matches('\n'))));
            return;
        }
        // Four blanks before a line are how people begin a paragraph, not how they write programs.
        for (at, line) in code.trim_end().split('\n').enumerate() {
            if at > 0 {
                self.push(Inline::Break);
            }
            self.text(line.trim_start());
        }
        self.end_lines(false);
    }

    fn text(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            code.push_str(text);
        } else if !text.is_empty() {
            self.push(Inline::Text(text.replace(BREAK, "")));
        }
    }

    fn push(&mut self, piece: Inline) {
        if let Some(mark) = self.mark.take() {
            self.line.push(Inline::Text(mark));
        }
        Inline::append(&mut self.line, piece);
    }

    /// Ends what is written, a waiting mark as well, before a block that is not the text of the point.
    fn begin_block(&mut self) {
        if let Some(mark) = self.mark.take() {
            self.line.push(Inline::Text(mark.trim_end().to_owned()));
        }
        self.end_lines(true);
    }

    fn end_lines(&mut self, tight: bool) {
        if !self.line.is_empty() {
            let line = spoiler::resolve(std::mem::take(&mut self.line));
            self.blocks.push(Block::Lines { line, tight });
        }
    }
}

/// An address and a title that are told in words: ` (address "title")`.
pub(super) fn aside(dest: &str, title: &str) -> String {
    match (dest.is_empty(), title.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!(" ({dest})"),
        (true, false) => format!(" (\"{title}\")"),
        (false, false) => format!(" ({dest} \"{title}\")"),
    }
}
