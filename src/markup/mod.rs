//! Markdown to SafeHtml: the only maker of that type and the only user of ammonia.
