//! Forms as a browser finds them in a page: tests send what stands there, not what they believe stands there.

use html5ever::parse_document;
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use super::client::{Answer, Client};

/// A form with the values that a browser would send without touching it.
#[derive(Clone, Debug)]
pub struct Form {
    pub action: String,
    pub fields: Vec<(String, String)>,
    /// Addresses of its buttons, the form's own left out.
    pub actions: Vec<String>,
}

/// A page, parsed. Keep it while its elements are read: they are emptied with it.
pub struct Dom(RcDom);

impl Dom {
    pub fn of(html: &str) -> Self {
        Self(parse_document(RcDom::default(), Default::default()).one(html))
    }

    /// All elements of a tag, in order.
    pub fn all(&self, tag: &str) -> Vec<Handle> {
        let mut found = Vec::new();
        walk(&self.0.document, &mut |node| {
            if name(node) == tag {
                found.push(node.clone());
            }
        });
        found
    }

    /// The form that goes to this address.
    #[track_caller]
    pub fn form(&self, action: &str) -> Form {
        let forms = self.all("form");
        let found = forms.iter().find(|form| attr(form, "action").as_deref() == Some(action));
        let form = found.unwrap_or_else(|| panic!("no form to {action}; there are {:?}", self.actions()));
        read_form(form, action)
    }

    /// Where the page's forms go.
    pub fn actions(&self) -> Vec<String> {
        self.all("form").iter().filter_map(|form| attr(form, "action")).collect()
    }
}

impl Answer {
    /// The form of this page that goes to this address.
    #[track_caller]
    pub fn form(&self, action: &str) -> Form {
        Dom::of(&self.body).form(action)
    }

    /// The page, parsed.
    pub fn dom(&self) -> Dom {
        Dom::of(&self.body)
    }
}

impl Form {
    /// Types into a field, or chooses one of its values.
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(key, _)| key != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The first value of a field; empty when it is not there.
    pub fn value(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Presses its first button.
    pub async fn send(&self, client: &Client) -> Answer {
        self.send_to(client, &self.action.clone()).await
    }

    /// Presses the button with this address.
    pub async fn press(&self, client: &Client, action: &str) -> Answer {
        assert!(self.actions.iter().any(|own| own == action), "no button to {action}: {:?}", self.actions);
        self.send_to(client, action).await
    }

    async fn send_to(&self, client: &Client, action: &str) -> Answer {
        let fields: Vec<(&str, &str)> = self.fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        client.post(action, &fields).await
    }
}

fn read_form(form: &Handle, action: &str) -> Form {
    let mut read = Form { action: action.to_owned(), fields: Vec::new(), actions: Vec::new() };
    walk(form, &mut |node| {
        let key = attr(node, "name").unwrap_or_default();
        let value = attr(node, "value").unwrap_or_default();
        match name(node).as_str() {
            "input" if !key.is_empty() => {
                let kind = attr(node, "type").unwrap_or_default();
                let chosen = attr(node, "checked").is_some();
                if !matches!(kind.as_str(), "radio" | "checkbox") || chosen {
                    read.fields.push((key, value));
                }
            }
            "textarea" if !key.is_empty() => read.fields.push((key, text(node))),
            "button" => read.actions.extend(attr(node, "formaction")),
            _ => {}
        }
    });
    read
}

fn walk(node: &Handle, visit: &mut impl FnMut(&Handle)) {
    visit(node);
    for child in node.children.borrow().iter() {
        walk(child, visit);
    }
}

fn name(node: &Handle) -> String {
    match &node.data {
        NodeData::Element { name, .. } => name.local.to_string(),
        _ => String::new(),
    }
}

/// An attribute of an element.
pub fn attr(node: &Handle, wanted: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else { return None };
    attrs.borrow().iter().find(|a| &*a.name.local == wanted).map(|a| a.value.to_string())
}

/// All text below an element, as it stands.
pub fn text(node: &Handle) -> String {
    let mut all = String::new();
    walk(node, &mut |node| {
        if let NodeData::Text { contents } = &node.data {
            all.push_str(&contents.borrow());
        }
    });
    all
}
