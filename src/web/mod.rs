//! HTTP: routes, layers, extractors, pages, API.
