//! Domain to HTML: templates and typed page contexts; the only user of minijinja.
