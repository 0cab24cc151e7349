//! Routes that know their own list: what is served and what tests walk can't drift apart.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{self, MethodRouter};
use utoipa::openapi::OpenApi;

use super::state::App;

/// One route: a method, and the template of its path (`/threads/{thread}`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// The method, in capitals. What answers GET answers HEAD too, and is listed once.
    pub method: &'static str,
    /// The path's template.
    pub path: String,
}

/// A router and the list of its routes. Nothing else in this room adds a route to a router (a test looks).
pub(crate) struct Routes<S = App> {
    router: Router<S>,
    list: Vec<Route>,
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// None yet.
    pub(crate) fn new() -> Self {
        Self { router: Router::new(), list: Vec::new() }
    }

    /// Reads.
    pub(crate) fn get<H: Handler<T, S>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.add("GET", path, routing::get(handler))
    }

    /// Writes: each form of ours is a POST.
    pub(crate) fn post<H: Handler<T, S>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.add("POST", path, routing::post(handler))
    }

    /// A router whose routes a document lists (those of the API, registered and described in one step), below `base`.
    pub(crate) fn documented(base: &str, router: Router<S>, document: &OpenApi) -> Self {
        let mut list = Vec::new();
        for (path, said) in &document.paths.paths {
            let methods = [
                ("GET", &said.get),
                ("PUT", &said.put),
                ("POST", &said.post),
                ("PATCH", &said.patch),
                ("DELETE", &said.delete),
            ];
            let there = methods.into_iter().filter(|(_, operation)| operation.is_some());
            list.extend(there.map(|(method, _)| Route { method, path: format!("{base}{path}") }));
        }
        Self { router: Router::new().nest(base, router), list }
    }

    /// These and those. The same path and method twice ends the start, in axum.
    pub(crate) fn merge(mut self, other: Self) -> Self {
        self.list.extend(other.list);
        Self { router: self.router.merge(other.router), list: self.list }
    }

    /// The list, in the order in which they were added.
    pub(crate) fn into_list(self) -> Vec<Route> {
        self.list
    }

    fn add(mut self, method: &'static str, path: &str, handler: MethodRouter<S>) -> Self {
        self.list.push(Route { method, path: path.to_owned() });
        Self { router: self.router.route(path, handler), list: self.list }
    }
}

impl<S> From<Routes<S>> for Router<S> {
    fn from(routes: Routes<S>) -> Self {
        routes.router
    }
}
