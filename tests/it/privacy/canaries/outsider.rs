//! A person whose every request carries marks of its own.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use leeward::domain::ids::PersonaId;
use serde_json::{Value, json};

use super::places::Mark;
use crate::privacy::unlinkable::chance::Chance;
use crate::program::{read_to_close, status};

/// Marks that may lie nowhere, and such as may only not be logged or counted.
#[derive(Default)]
pub struct Marks {
    pub nowhere: Vec<Mark>,
    pub unlogged: Vec<Mark>,
}

/// A client on the real program; every request of it looks as if it came from somebody else.
pub struct Outsider {
    pub at: SocketAddr,
    pub chance: Chance,
    pub number: u32,
    pub marks: Marks,
}

/// The answer of a call.
pub struct Said {
    pub status: u16,
    pub raw: String,
}

impl Said {
    pub fn json(&self) -> Value {
        let (from, to) = (self.raw.find('{').unwrap_or(0), self.raw.rfind('}').map_or(0, |at| at + 1));
        serde_json::from_str(&self.raw[from..to]).unwrap_or_else(|error| panic!("{error}: {}", self.raw))
    }

    #[track_caller]
    pub fn expect(self, statuses: &[u16]) -> Self {
        assert!(statuses.contains(&self.status), "{}", self.raw);
        self
    }
}

impl Outsider {
    pub fn word(&mut self, kind: &str) -> String {
        format!("{kind}{:016x}", self.chance.word())
    }

    /// Sends a request with an address, agent, referrer and once-only key of its own, and a search word in the address.
    pub fn send(&mut self, method: &str, path: &str, more: &[(&str, &str)], body: Option<(&str, String)>) -> Said {
        self.number += 1;
        let marks: [(&str, String); 5] =
            ["agent", "referrer", "query", "oncekey", "language"].map(|kind| (kind, self.word(kind)));
        let address = if self.number.is_multiple_of(2) {
            format!("2001:db8:{:x}:{:x}::{:x}", self.chance.word() as u16 | 0x1000, self.number, 0xc0de)
        } else {
            Ipv4Addr::from(0xc612_0000 | self.number << 1 | 1).to_string()
        };
        let [(_, agent), (_, referrer), (_, query), (_, key), (_, language)] = &marks;
        let sign = if path.contains('?') { '&' } else { '?' };
        // Calls of the API refuse queries that they do not know; pages pass over them.
        let target = if path.starts_with("/api") { path.to_owned() } else { format!("{path}{sign}q={query}") };
        let mut head = format!(
            "{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept-Encoding: identity\r\n\
             X-Forwarded-For: {address}\r\nUser-Agent: {agent}\r\nReferer: https://{referrer}.example/{referrer}\r\n\
             Accept-Language: en, {language};q=0.1\r\nIdempotency-Key: {key}\r\n"
        );
        for (name, value) in more {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let body = body.map(|(kind, body)| {
            head.push_str(&format!("Content-Type: {kind}\r\nContent-Length: {}\r\n", body.len()));
            body
        });
        let what = format!("request {} {method} {path}", self.number);
        let marks = marks.into_iter().map(|(kind, mark)| (format!("{kind} of {what}"), mark.into_bytes()));
        self.marks.nowhere.extend(marks);
        self.marks.nowhere.push((format!("address of {what}"), address.clone().into_bytes()));
        if let Ok(std::net::IpAddr::V6(address)) = address.parse() {
            self.marks.nowhere.push((format!("address of {what}, as bytes"), address.octets().to_vec()));
        }
        let mut stream = TcpStream::connect(self.at).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(format!("{head}\r\n{}", body.unwrap_or_default()).as_bytes()).unwrap();
        let raw = read_to_close(&mut stream);
        Said { status: status(&raw).unwrap_or_else(|| panic!("{what}: {raw}")), raw }
    }

    pub fn call(&mut self, method: &str, path: &str, token: &str, body: Option<Value>) -> Said {
        let bearer = format!("Bearer {token}");
        let headers = [("Authorization", bearer.as_str())];
        let headers = if token.is_empty() { &headers[..0] } else { &headers[..] };
        let body = body.map(|body| ("application/json", body.to_string()));
        self.send(method, &format!("/api/v1{path}"), headers, body)
    }

    pub fn form(&mut self, path: &str, fields: &[(&str, &str)]) -> Said {
        let body: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let kind = "application/x-www-form-urlencoded";
        self.send("POST", path, &[("Sec-Fetch-Site", "same-origin")], Some((kind, body)))
    }

    pub fn never(&mut self, what: &str, mark: &str) {
        self.marks.nowhere.push((what.to_owned(), mark.as_bytes().to_vec()));
    }

    pub fn unlogged(&mut self, what: &str, mark: &str) {
        self.marks.unlogged.push((what.to_owned(), mark.as_bytes().to_vec()));
    }

    pub fn secret_token(&mut self, token: &str) {
        self.never("a token", token);
        let raw = data_encoding::BASE64URL_NOPAD.decode(token.split('.').nth(1).unwrap().as_bytes()).unwrap();
        self.marks.nowhere.push(("a token's random part".to_owned(), raw[..32].to_vec()));
    }

    pub fn secret_phrase(&mut self, phrase: &str) {
        self.never("a phrase", phrase);
        self.never("a phrase without gaps", &phrase.split_whitespace().collect::<String>());
        self.never("the end of a phrase", phrase.split_once(' ').unwrap().1);
    }

    pub fn joins(&mut self) -> (String, String) {
        let body = json!({"age_confirmed": true, "guidelines_accepted": true});
        let said = self.call("POST", "/members", "", Some(body)).expect(&[201]).json();
        let (phrase, token) = (said["recovery_phrase"].as_str().unwrap(), said["session_token"].as_str().unwrap());
        self.secret_phrase(phrase);
        self.secret_token(token);
        (phrase.to_owned(), token.to_owned())
    }

    pub fn signs_in(&mut self, phrase: &str) -> String {
        let body = json!({"recovery_phrase": phrase, "keep": true});
        let token = self.call("POST", "/sessions", "", Some(body)).expect(&[201]).json();
        let token = token["session_token"].as_str().unwrap().to_owned();
        self.secret_token(&token);
        token
    }

    /// Everything that one person does, with a mark in every field.
    pub fn lives(&mut self) {
        let (phrase, first) = self.joins();
        let token = self.signs_in(&phrase);
        self.call("DELETE", "/sessions/current", &first, None).expect(&[204]);
        self.refused(&token);
        self.writes(&token);
        let word = self.word("hiddenword");
        self.call("PATCH", "/me/settings", &token, Some(json!({"hidden_words": [word]}))).expect(&[200]);
        self.never("a word to hide", &word);
        for path in ["/me", "/me/settings", "/sessions", "/boards", "/drafts"] {
            self.call("GET", path, &token, None);
        }
        for path in ["/", "/boards/k7", "/search", "/library", "/guidelines", "/privacy", "/support", "/me", "/leave"] {
            self.send("GET", path, &[], None);
        }
        self.browses(&phrase);
    }

    /// The same person in a browser: the cookie is a token too.
    pub fn browses(&mut self, phrase: &str) {
        let raw = self.form("/sign-in", &[("phrase", phrase)]).expect(&[303]).raw;
        let cookie = raw.split("leeward=").nth(1).unwrap().split(';').next().unwrap().to_owned();
        self.secret_token(&cookie);
        self.never("a cookie", &cookie);
        let pair = format!("leeward={cookie}");
        for path in ["/", "/me", "/drafts", "/boards/k7/new"] {
            self.send("GET", path, &[("Cookie", &pair)], None).expect(&[200]);
        }
        let draft = self.word("draftbyform");
        self.never("a draft by form", &draft);
        let body = format!("board=k7&body={draft}");
        let own = [("Cookie", pair.as_str()), ("Sec-Fetch-Site", "same-origin")];
        let kind = "application/x-www-form-urlencoded";
        self.send("POST", "/drafts", &own, Some((kind, body))).expect(&[303]);
        self.send("POST", "/sign-out", &own, Some((kind, String::new()))).expect(&[303]);
    }

    /// What does not go through is kept no more than what does.
    pub fn refused(&mut self, token: &str) {
        let wrong = self.word("wrongphrase");
        self.never("a wrong phrase", &wrong);
        let typed = format!("abacus abdomen {wrong} abide ability ablaze able");
        self.call("POST", "/sessions", "", Some(json!({"recovery_phrase": typed}))).expect(&[401, 403, 422]);
        self.form("/sign-in", &[("phrase", typed.as_str()), ("recovery_phrase", typed.as_str())]);
        let lost = self.word("lostpath");
        self.never("a path that is not there", &lost);
        self.send("GET", &format!("/{lost}"), &[], None).expect(&[404]);
        self.call("GET", &format!("/threads/{lost}"), token, None).expect(&[404, 422]);
        let field = self.word("strangefield");
        self.never("a field that nobody knows", &field);
        self.call("PATCH", "/me/settings", token, Some(json!({ field: "x" }))).expect(&[422]);
        let broken = self.word("brokenjson");
        self.never("what is no JSON", &broken);
        let kind = "application/json";
        self.send("POST", "/api/v1/sessions", &[], Some((kind, format!("{{\"{broken}")))).expect(&[400, 422]);
        let forged = format!("Bearer lw1.{}", self.word("forgedtoken"));
        self.never("a forged token", &forged[11..]);
        self.send("GET", "/api/v1/me", &[("Authorization", &forged)], None).expect(&[401]);
        let cookie = self.word("strangecookie");
        self.never("a cookie of others", &cookie);
        self.send("GET", "/", &[("Cookie", &format!("leeward={cookie}; other={cookie}"))], None);
        let preview = self.word("previewed");
        self.never("a text that was only looked at", &preview);
        self.call("POST", "/preview", token, Some(json!({"body": preview}))).expect(&[200]);
        let other = self.word("otherorigin");
        self.never("a form from elsewhere", &other);
        let form = Some(("application/x-www-form-urlencoded", format!("body={other}")));
        self.send("POST", "/sign-in", &[("Origin", "https://elsewhere.example")], form).expect(&[403]);
        let search = self.word("searchedword");
        self.never("a search", &search);
        self.call("POST", "/search", token, Some(json!({"q": search})));
        self.form("/search", &[("q", search.as_str())]);
    }

    pub fn writes(&mut self, token: &str) {
        let (title, body) = (self.word("atitle "), self.word("abody "));
        self.unlogged("a title", &title);
        self.unlogged("a body", &body);
        let thread = json!({"title": title, "body": body, "seeking": "advice", "content_warnings": []});
        let said = self.call("POST", "/boards/k7/threads", token, Some(thread)).expect(&[201, 202]).json();
        self.ids_are_unlogged(&said);
        if let Some(receipt) = said["receipt"].as_str() {
            self.never("a receipt", receipt);
        }
        let (thread, post) = (said["thread"].as_str().unwrap().to_owned(), said["post"].as_str().unwrap().to_owned());
        let draft = self.word("adraft");
        self.never("a draft", &draft);
        self.call("POST", "/drafts", token, Some(json!({"board": "k7", "title": "", "body": draft}))).expect(&[201]);
        let edited = self.word("anotherbody ");
        self.unlogged("an edited body", &edited);
        self.call("PATCH", &format!("/posts/{post}"), token, Some(json!({"body": edited}))).expect(&[200, 202]);
        let reply = self.word("areply ");
        self.unlogged("a reply", &reply);
        self.call("POST", &format!("/threads/{thread}/posts"), token, Some(json!({"body": reply}))).expect(&[202]);
        self.call("PUT", &format!("/posts/{post}/reactions/with-you"), token, None);
        self.send("GET", &format!("/threads/{thread}"), &[], None);
        let me = self.call("GET", "/me", token, None).expect(&[200]).json();
        for persona in me["personas"].as_array().unwrap() {
            self.ids_are_unlogged(persona);
        }
    }

    pub fn ids_are_unlogged(&mut self, said: &Value) {
        for name in ["thread", "post", "id", "handle"] {
            if let Some(id) = said[name].as_str() {
                self.unlogged(name, id);
                if let Ok(id) = id.parse::<PersonaId>() {
                    self.marks.unlogged.push((format!("{name} as bytes"), id.0.to_vec()));
                }
            }
        }
    }
}
