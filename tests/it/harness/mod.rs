//! The harness: a site of one's own for each test, a clock moved by hand, a client that keeps cookies.

pub mod app;
pub mod client;
pub mod clock;
pub mod cluster;
pub mod contract;
pub mod front;
pub mod html;
pub mod live;
pub mod make;
pub mod nats;
pub mod nats_proxy;
pub mod pause;
