//! Articles, guidelines, support lines from frontend/content.
