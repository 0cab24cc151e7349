//! A page as a browser's parser sees it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use html5ever::parse_document;
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// An element with all that the tests ask of it.
#[derive(Debug)]
pub(super) struct Element {
    /// The tag's name.
    pub(super) tag: String,
    /// The attributes.
    pub(super) attrs: BTreeMap<String, String>,
    /// All text within, white space joined.
    pub(super) text: String,
    /// The tags of its ancestors, outermost first.
    pub(super) within: Vec<String>,
}

impl Element {
    /// An attribute's value; empty when it is not there.
    pub(super) fn attr(&self, name: &str) -> &str {
        self.attrs.get(name).map_or("", String::as_str)
    }

    /// Whether the attribute is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.attrs.contains_key(name)
    }
}

/// A parsed page.
pub(super) struct Tree {
    /// Its elements, in order of the document.
    pub(super) elements: Vec<Element>,
    /// What the parser complained about.
    pub(super) complaints: Vec<String>,
}

impl Tree {
    /// Reads a page.
    pub(super) fn of(html: &str) -> Self {
        let dom = parse_document(RcDom::default(), Default::default()).one(html);
        let elements = RefCell::new(Vec::new());
        walk(&dom.document, &mut Vec::new(), &elements);
        let complaints = dom.errors.borrow().iter().map(ToString::to_string).collect();
        Self { elements: elements.into_inner(), complaints }
    }

    /// The elements of one tag.
    pub(super) fn all<'a>(&'a self, tag: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements.iter().filter(move |element| element.tag == tag)
    }

    /// The element with this id.
    pub(super) fn by_id(&self, id: &str) -> Option<&Element> {
        self.elements.iter().find(|element| element.attr("id") == id)
    }
}

fn walk(node: &Handle, within: &mut Vec<String>, elements: &RefCell<Vec<Element>>) {
    let mut pushed = false;
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let attrs = attrs.borrow();
        let attrs = attrs.iter().map(|attr| (attr.name.local.to_string(), attr.value.to_string())).collect();
        let tag = name.local.to_string();
        let text = text_of(node).split_whitespace().collect::<Vec<_>>().join(" ");
        elements.borrow_mut().push(Element { tag: tag.clone(), attrs, text, within: within.clone() });
        within.push(tag);
        pushed = true;
    }
    for child in node.children.borrow().iter() {
        walk(child, within, elements);
    }
    if pushed {
        within.pop();
    }
}

fn text_of(node: &Rc<markup5ever_rcdom::Node>) -> String {
    match &node.data {
        NodeData::Text { contents } => contents.borrow().to_string(),
        _ => node.children.borrow().iter().map(text_of).collect(),
    }
}
