//! Reads the renderer's HTML as a browser does and judges what is in it.

use html5ever::tendril::TendrilSink;
use html5ever::{LocalName, ParseOpts, QualName, ns, parse_fragment, serialize};
use markup5ever_rcdom::{Handle, NodeData, RcDom, SerializableHandle};

use leeward::markup::bounds::{HTML_FLOOR, HTML_RATIO, MAX_DEPTH};
use leeward::markup::render;
use leeward::markup::sanitize::REL;
use leeward::markup::source::clean_text;
use leeward::markup::spoiler::COVER;

/// Elements that a post may hold, those of hidden text included.
const ELEMENTS: [&str; 16] = [
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "hr",
    "input",
    "label",
    "li",
    "ol",
    "p",
    "pre",
    "span",
    "strong",
    "ul",
];

/// The tree that a browser makes of `html` within a `div`. It is emptied when the document is dropped.
pub(super) fn parse(html: &str) -> RcDom {
    let context = QualName::new(None, ns!(html), LocalName::from("div"));
    parse_fragment(RcDom::default(), ParseOpts::default(), context, Vec::new(), true).one(html)
}

fn root(document: &RcDom) -> Handle {
    document.document.children.borrow()[0].clone()
}

fn write(root: &Handle) -> String {
    let mut bytes = Vec::new();
    serialize(&mut bytes, &SerializableHandle::from(root.clone()), Default::default()).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Renders `source` and checks all that must hold for any source; says what does not.
pub(super) fn judge(source: &str) -> Result<(), String> {
    let rendered = render(source, &super::library);
    let html = rendered.html.as_str();
    if rendered.is_fault {
        return Err("the renderer had a fault".to_owned());
    }
    if render(source, &super::library).html != rendered.html {
        return Err("the second rendering differs".to_owned());
    }
    let typed = clean_text(source);
    let most = HTML_RATIO * typed.chars().count() + HTML_FLOOR;
    if html.chars().count() > most {
        return Err(format!("{} characters of HTML, {most} allowed", html.chars().count()));
    }
    let document = parse(html);
    let root = root(&document);
    if write(&root) != html {
        return Err(format!("parsed and written again: {}", write(&root)));
    }
    let mut page = Page::default();
    page.visit(&root, 0, &[])?;
    page.holds_letters(&typed)
}

/// What was met on the way through a tree.
#[derive(Default)]
pub(super) struct Page {
    /// All text that readers can see or open, without the covers of hidden text.
    pub(super) text: String,
    /// The same with the address of each link behind its text.
    told: String,
}

impl Page {
    /// The page of `html`, which must hold nothing that is not allowed.
    pub(super) fn of(html: &str) -> Self {
        let mut page = Self::default();
        let document = parse(html);
        page.visit(&root(&document), 0, &[]).unwrap();
        page
    }

    fn visit(&mut self, node: &Handle, depth: usize, inside: &[String]) -> Result<(), String> {
        // The label and the checkbox of hidden text are put in after the sanitiser.
        let most = MAX_DEPTH + 1 + inside.iter().filter(|name| *name == "label").count();
        if depth > most {
            return Err(format!("{depth} elements deep"));
        }
        for child in node.children.borrow().iter() {
            match &child.data {
                NodeData::Text { contents } => {
                    self.text.push_str(&contents.borrow());
                    self.told.push_str(&contents.borrow());
                }
                NodeData::Element { name, .. } => self.element(child, &name.local, depth, inside)?,
                other => return Err(format!("neither element nor text: {other:?}")),
            }
        }
        Ok(())
    }

    fn element(&mut self, node: &Handle, name: &str, depth: usize, inside: &[String]) -> Result<(), String> {
        if !ELEMENTS.contains(&name) {
            return Err(format!("element {name}"));
        }
        let NodeData::Element { name: full, .. } = &node.data else { unreachable!() };
        if full.ns != ns!(html) {
            return Err(format!("{name} of another namespace"));
        }
        let attributes = attributes(node);
        check_attributes(name, &attributes)?;
        check_place(node, name, &attributes, inside)?;
        if attributes.contains(&("class".to_owned(), "spoiler-cover".to_owned())) {
            return Ok(());
        }
        let mut within = inside.to_vec();
        within.push(name.to_owned());
        self.visit(node, depth + 1, &within)?;
        if name == "br" || name == "p" || name == "li" {
            self.text.push('\n');
        }
        if let Some((_, href)) = attributes.iter().find(|(name, _)| name == "href") {
            self.told.push_str(&unescape_percent(href));
        }
        Ok(())
    }

    /// Every ASCII letter that was typed is told, in its order.
    fn holds_letters(&self, typed: &str) -> Result<(), String> {
        let letter = |c: char| c.is_ascii_alphabetic().then_some(c.to_ascii_lowercase());
        let mut told = self.told.chars().filter_map(letter);
        for (at, c) in typed.char_indices() {
            if let Some(wanted) = letter(c)
                && !told.any(|c| c == wanted)
            {
                return Err(format!("typed but not told, from byte {at}: {}", &typed[at..]));
            }
        }
        Ok(())
    }
}

fn attributes(node: &Handle) -> Vec<(String, String)> {
    let NodeData::Element { attrs, .. } = &node.data else { return Vec::new() };
    attrs.borrow().iter().map(|attr| (attr.name.local.to_string(), attr.value.to_string())).collect()
}

fn check_attributes(name: &str, attributes: &[(String, String)]) -> Result<(), String> {
    let have: Vec<(&str, &str)> = attributes.iter().map(|(name, value)| (&**name, &**value)).collect();
    let is_good = match name {
        "a" => matches!(have[..], [("href", href), ("rel", REL)] if is_address(href)),
        "span" => matches!(have[..], [("class", "host" | "spoiler-cover" | "spoiler-text")]),
        "label" => matches!(have[..], [("class", "spoiler")]),
        "input" => matches!(have[..], [("type", "checkbox"), ("class", "spoiler-box")]),
        _ => have.is_empty(),
    };
    if is_good { Ok(()) } else { Err(format!("attributes of {name}: {have:?}")) }
}

/// An address that leads to the web or to a page of ours, and says so.
fn is_address(href: &str) -> bool {
    let is_clean = !href.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\');
    let site = url::Url::parse("https://forum.example/here/").unwrap();
    let Ok(there) = site.join(href) else { return false };
    let is_web = ["http://", "https://"].iter().any(|scheme| href.starts_with(scheme));
    let is_own = href.starts_with('/') && there.origin() == site.origin();
    is_clean && (is_web || is_own) && there.username().is_empty() && there.password().is_none()
}

/// The exact shape of hidden text, and nothing interactive inside a link.
fn check_place(node: &Handle, name: &str, attributes: &[(String, String)], inside: &[String]) -> Result<(), String> {
    if matches!(name, "a" | "label" | "input") && inside.iter().any(|outer| outer == "a") {
        return Err(format!("{name} inside a link"));
    }
    if name == "label" && inside.iter().any(|outer| outer == "label") {
        return Err("hidden text inside hidden text".to_owned());
    }
    let in_label = inside.last().is_some_and(|outer| outer == "label");
    let is_part = name == "input" || attributes.iter().any(|(_, class)| class.starts_with("spoiler-"));
    if is_part != in_label {
        return Err(format!("{name} is out of place"));
    }
    if name != "label" {
        return Ok(());
    }
    let children = node.children.borrow();
    let parts: Vec<String> = children.iter().map(|child| format!("{:?}", attributes_and_text(child))).collect();
    let cover = format!("{:?}", ("spoiler-cover".to_owned(), COVER.to_owned()));
    let is_whole =
        parts.len() == 3 && parts[0].contains("spoiler-box") && parts[1] == cover && parts[2].contains("spoiler-text");
    if is_whole { Ok(()) } else { Err(format!("hidden text of another shape: {parts:?}")) }
}

fn attributes_and_text(node: &Handle) -> (String, String) {
    let class = attributes(node).into_iter().find(|(name, _)| name == "class").map(|(_, value)| value);
    let text = match node.children.borrow().first().map(|child| &child.data) {
        Some(NodeData::Text { contents }) => contents.borrow().to_string(),
        _ => String::new(),
    };
    (class.unwrap_or_default(), text)
}

fn unescape_percent(href: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = href.as_bytes();
    while let [first, more @ ..] = rest {
        let code = match (first, more) {
            (b'%', [high, low, ..]) => u8::from_str_radix(&String::from_utf8_lossy(&[*high, *low]), 16).ok(),
            _ => None,
        };
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &more[2..] } else { more };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
