//! What happens before publishing, and after a report.
