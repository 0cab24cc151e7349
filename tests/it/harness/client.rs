//! A browser without scripts, or a script with a token: talks to the router in this process.

use std::collections::BTreeMap;
use std::sync::Mutex;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use leeward::app::running::from_address;
use serde_json::Value;
use tower::ServiceExt;

use super::contract;

/// One client with its cookies and its address.
pub struct Client {
    router: Router,
    cookies: Mutex<BTreeMap<String, String>>,
    pub token: Option<String>,
    pub address: std::net::IpAddr,
}

/// An answer, read whole.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON ({}): {}", self.status, self.body))
    }

    pub fn location(&self) -> String {
        self.headers.get(header::LOCATION).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self
    }
}

impl Client {
    pub fn new(router: Router) -> Self {
        let address = "127.0.0.1".parse().unwrap();
        Self { router, cookies: Mutex::default(), token: None, address }
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    pub fn forget_cookies(&self) {
        self.cookies.lock().unwrap().clear();
    }

    pub async fn send(&self, mut request: Request<Body>) -> Answer {
        let headers = request.headers_mut();
        headers.entry(header::HOST).or_insert_with(|| "localhost:8080".parse().unwrap());
        if let Some(token) = &self.token {
            headers.entry(header::AUTHORIZATION).or_insert_with(|| format!("Bearer {token}").parse().unwrap());
        }
        let cookies: Vec<String> =
            self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() && !headers.contains_key(header::COOKIE) {
            headers.insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        from_address(&mut request, self.address);
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        self.keep(&head.headers);
        // A page that stays open is read up to its first pause.
        let bytes = if head.headers.contains_key("x-accel-buffering") {
            let mut body = body;
            body.frame().await.unwrap().unwrap().into_data().unwrap()
        } else {
            body.collect().await.unwrap().to_bytes()
        };
        Answer { status: head.status, headers: head.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    fn keep(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock().unwrap();
        for value in headers.get_all(header::SET_COOKIE) {
            let text = value.to_str().unwrap();
            let (pair, attributes) = text.split_once(';').unwrap_or((text, ""));
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// GET of a page that stays open, for as long as the answer is kept.
    pub async fn open(&self, path: &str) -> axum::response::Response {
        let mut request = Request::get(path).header(header::HOST, "localhost:8080").body(Body::empty()).unwrap();
        from_address(&mut request, self.address);
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// GET of a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// POST of a form from our own page.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    /// A call of the API.
    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        self.call_with(method, path, body, &[]).await
    }

    /// A call with further headers.
    pub async fn call_with(&self, method: Method, path: &str, body: Option<Value>, more: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method.clone()).uri(format!("/api/v1{path}"));
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        let body = match body {
            Some(json) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(json.to_string())
            }
            None => Body::empty(),
        };
        let answer = self.send(request.body(body).unwrap()).await;
        let kind = answer.headers.get(header::CONTENT_TYPE).map_or("", |kind| kind.to_str().unwrap());
        let document = contract::document(&self.router).await;
        contract::check(document, &method, path, answer.status, kind, &answer.body);
        answer
    }

    /// The same with this token.
    pub fn with_token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// The same in another network.
    pub fn elsewhere(mut self) -> Self {
        self.address = "203.0.113.7".parse().unwrap();
        self
    }

    /// The same client at another node.
    pub fn at(self, router: &Router) -> Self {
        Self { router: router.clone(), ..self }
    }

    /// The router behind this client.
    pub fn router(&self) -> &Router {
        &self.router
    }

    /// Joins by the API and keeps the token; answers the phrase.
    pub async fn join(&mut self) -> String {
        let body = serde_json::json!({"age_confirmed": true, "guidelines_accepted": true});
        let answer = self.call(Method::POST, "/members", Some(body)).await.expect(201).json();
        self.token = Some(answer["session_token"].as_str().unwrap().to_owned());
        answer["recovery_phrase"].as_str().unwrap().to_owned()
    }
}
